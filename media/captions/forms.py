"""Adding captions from a file or from nothing, and their text as WebVTT for whoever has no script."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from media.captions.languages import choices
from media.captions.models import Captions
from media.captions.reading import MOST_BYTES, Reading, read
from media.captions.remarks import unreadable
from media.captions.structured import Unreadable


class FactsForm(forms.Form):
    """In which language captions are, and of which kind."""

    language = forms.ChoiceField(label=_("Language"), choices=choices)
    kind = forms.ChoiceField(
        label=_("What they are"), choices=Captions.Kind.choices, initial=Captions.Kind.CAPTIONS
    )


class CaptionsForm(FactsForm):
    """New captions, from a file or (from none) to be written here."""

    file = forms.FileField(
        label=_("Captions file"),
        required=False,
        help_text=_(
            "VTT, SRT, SBV, ASS or TTML. Leave it empty to write the captions here, beside the video."
        ),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,.sbv,.ass,.ssa,.ttml,.dfxp,.xml,.smi,text/vtt"}),
    )

    def clean_file(self) -> Reading | None:
        """What was read from the file; None when there is none."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return _read(file.read(MOST_BYTES + 1)) if file else None


class TextForm(forms.Form):
    """All captions of a language as one WebVTT text."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Captions as text"),
        strip=False,
        help_text=_(
            "Under each line of times stands the text. Empty lines stand between captions. "
            "Write the sign < as &lt; and the sign & as &amp;."
        ),
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "true", "dir": "auto", "data-captions-text": ""}
        ),
    )

    def clean_text(self) -> Reading:
        """The captions in the text."""
        return _read(self.cleaned_data["text"].encode())


class ShiftForm(forms.Form):
    """Moves all captions in time."""

    seconds = forms.DecimalField(
        label=_("Move all by seconds"), min_value=-36_000, max_value=36_000, decimal_places=3, localize=True
    )


def _read(data: bytes) -> Reading:
    try:
        return read(data)
    except Unreadable as refusal:
        raise forms.ValidationError(unreadable(refusal.code), code=refusal.code) from refusal
