"""The upload form and the form for a video that is there already."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from media.models import Video
from media.reasons import sentence
from media.sniffing import HEAD_BYTES, refusal


class VideoUploadForm(forms.ModelForm):  # type: ignore[type-arg]
    """Takes a video by its content: what clearly is none is refused here, with what to do instead."""

    #: Set when the request was larger than any video we take, so that no file arrived.
    dropped = False

    class Meta:
        model = Video
        fields = ("title", "file")

    def __init__(self, *args: Any, dropped: bool = False, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dropped = dropped
        limit = settings.VIDEO_MAX_BYTES
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, the name of the file is used.")
        file = self.fields["file"]
        file.help_text = _("MP4, MOV or WebM, at most %(limit)s.") % {"limit": filesizeformat(limit)}
        file.error_messages["required"] = self._too_large() if dropped else _("Choose a video file.")
        file.error_messages["empty"] = sentence("empty")
        file.widget = forms.FileInput(
            attrs={"accept": "video/*", "data-max-bytes": str(limit), "data-too-large": self._too_large()}
        )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Looks at size and first bytes; whether it really plays, the worker finds out."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.VIDEO_MAX_BYTES:
            raise forms.ValidationError(self._too_large(), code="too-large-file")
        file.seek(0)
        code = refusal(file.read(HEAD_BYTES))
        file.seek(0)
        if code:
            raise forms.ValidationError(sentence(code), code=code)
        return file

    def clean(self) -> dict[str, Any]:
        """Names the video after its file when it was given no title."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file and not cleaned.get("title"):
            stem = Path(file.name or "").stem.replace("_", " ").strip()
            self.instance.title = cleaned["title"] = (stem or str(_("Video")))[:255]
        return cleaned

    def _too_large(self) -> str:
        return _(
            "The file is larger than %(limit)s. Shorten the video or export it with a smaller picture size."
        ) % {"limit": filesizeformat(settings.VIDEO_MAX_BYTES)}


class VideoForm(forms.ModelForm):  # type: ignore[type-arg]
    """What can be changed of a video that is there already."""

    class Meta:
        model = Video
        fields = ("title",)

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
