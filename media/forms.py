"""The upload form and the form for a video that is there already."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from media.captions import languages
from media.models import Video
from media.reasons import sentence
from media.replacing import replace
from media.signals import video_changed
from media.sniffing import HEAD_BYTES, refusal
from media.uploading import room
from media.uploading.arrived import ArrivedFile, arrived
from media.uploading.tus import gone, no_room, too_large

#: What pages and records say of a video: whoever changes it, they follow.
TOLD = frozenset({"title", "language", "poster_choice"})


class VideoFileInput(forms.FileInput):
    """A file that comes with the form, or before it piece by piece (kierto/video-upload.js)."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "accept": "video/*,audio/*",
                "data-uploading": _("Uploading the video"),
                "data-progress": _(
                    "{percent} per cent of {size} uploaded. You can write the title meanwhile."
                ),
                "data-pause": _("Pause"),
                "data-go-on": _("Go on"),
                "data-done": _("{name} is uploaded."),
                "data-later": _("It is saved as soon as the whole file has arrived."),
                "data-failed": _("The upload was cut off. It goes on by itself when the network is back."),
                "data-refused": _(
                    "The upload did not succeed. Choose the file again; if that does not help, tell your "
                    "administrator."
                ),
            }
        )

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Adds what is known only when the page is written."""
        return {
            **super().build_attrs(base_attrs, extra_attrs),
            "data-endpoint": reverse("media:uploads"),
            "data-max-bytes": str(settings.VIDEO_MAX_BYTES),
            "data-too-large": too_large(),
        }


class FilmForm(forms.ModelForm):  # type: ignore[type-arg]
    """Takes a video by its content: what clearly is none is refused here, with what to do instead."""

    #: Set when the request was larger than any video we take, so that no file arrived.
    dropped = False
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, dropped: bool = False, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dropped, self.user = dropped, for_user
        file = self.fields["file"]
        file.required = False
        file.widget = VideoFileInput()
        file.widget.attrs["data-uploads"] = self.add_prefix("upload")
        file.help_text = _(
            "A video (MP4, MOV or WebM) or a sound recording (MP3, M4A, OGG, WAV or FLAC), at most %(limit)s."
        ) % {"limit": filesizeformat(settings.VIDEO_MAX_BYTES)}
        file.error_messages["empty"] = sentence("empty")

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Looks at size and first bytes; whether it really plays, the worker finds out."""
        file: UploadedFile[bytes] | None = self.files.get(self.add_prefix("file"))
        if not file:
            if self.dropped:
                raise forms.ValidationError(too_large(), code="too-large-file")
            return None
        if (file.size or 0) > settings.VIDEO_MAX_BYTES:
            raise forms.ValidationError(too_large(), code="too-large-file")
        if room.is_full():
            raise forms.ValidationError(no_room(), code="no-room")
        file.seek(0)
        code = refusal(file.read(HEAD_BYTES))
        file.seek(0)
        if code:
            raise forms.ValidationError(sentence(code), code=code)
        return file

    def film(self) -> "UploadedFile[bytes] | ArrivedFile | None":
        """The file that came, whichever way; None when none did or it was refused, and the form says so."""
        file = self.cleaned_data.get("file") if "file" not in self.errors else None
        if file or "file" in self.errors or not self.cleaned_data.get("upload"):
            return file
        found = arrived(self.cleaned_data["upload"], self.user)
        if found is None:
            self.add_error("file", forms.ValidationError(gone(), code="gone"))
        return found


class VideoUploadForm(FilmForm):
    """A new video."""

    class Meta:
        model = Video
        fields = ("title", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, the name of the file is used.")

    def clean(self) -> dict[str, Any]:
        """Names the video after its file when it was given no title."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = self.film()
        if file is None and "file" not in self.errors:
            self.add_error("file", forms.ValidationError(_("Choose a video file."), code="required"))
        cleaned["file"] = file
        if file and not cleaned.get("title"):
            stem = Path(file.name or "").stem.replace("_", " ").strip()
            self.instance.title = cleaned["title"] = (stem or str(_("Video")))[:255]
        return cleaned

    def save(self, commit: bool = True) -> Video:
        """The row; an upload that came before the form is finished with it."""
        with transaction.atomic():
            video: Video = super().save(commit)
            file = self.cleaned_data["file"]
            if commit and isinstance(file, ArrivedFile):
                file.taken()
        return video


class VideoForm(FilmForm):
    """What can be changed of a video that is there already, its file included."""

    file = forms.FileField(label=_("New file"), required=False)
    language = forms.ChoiceField(
        label=_("Language spoken"),
        choices=languages.offered,
        required=False,
        help_text=_("Captions are switched on for those who read the page in another language."),
    )

    poster_choice = forms.TypedChoiceField(
        label=_("Picture shown before it plays"), coerce=int, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Video
        fields = ("title", "poster_choice", "language", "nobody_speaks")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "Choose one to replace the video everywhere. The present one plays until the new one is ready. "
            "Captions stay: if the new one is longer or shorter, you are asked to check their times."
        )
        stills = self.instance.posters if self.instance.renditions_folder else ()
        if len(stills) > 1:
            self.fields["poster_choice"].choices = [  # type: ignore[attr-defined]
                (number, _still(self.instance.address(file), number)) for number, file in enumerate(stills, 1)
            ]
        else:
            del self.fields["poster_choice"]

    def clean(self) -> dict[str, Any]:
        """Takes the new file whichever way it came."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["file"] = self.film()
        return cleaned

    def save(self, commit: bool = True) -> Video:
        """The row; a new file is put in line."""
        with transaction.atomic():
            video: Video = super().save(commit=False)
            if commit:
                # Only what was asked: a worker may be writing the rest of the row at this moment.
                asked = [name for name in self._meta.fields or () if name in self.fields]
                video.save(update_fields=[*asked, "changed_at"])
            if commit and TOLD.intersection(self.changed_data):
                video_changed.send(Video, video=video)
            if commit and (file := self.cleaned_data["file"]):
                replace(video, file, by=self.user)
                if isinstance(file, ArrivedFile):
                    file.taken()
        return video


def _still(address: str, number: int) -> str:
    """A choice one sees; a wide picture is as wide as a tall one is high."""
    words = _("Picture %(number)d") % {"number": number}
    return format_html(
        '<img class="video-still" src="{}" alt="{}" height="135" loading="lazy">', address, words
    )
