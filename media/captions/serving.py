"""The addresses of captions: as WebVTT for players, as text for readers; drafts for nobody but the editor."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from media.captions.models import Captions
from media.captions.transcript import plain_text
from media.models import Video
from media.serving import in_no_language
from media.signatures import SECONDS

FORMS = {"vtt": "text/vtt; charset=utf-8", "txt": "text/plain; charset=utf-8"}
_signer = signing.TimestampSigner(salt="media.captions")


def address(captions: Captions, form: str, *, shown: bool) -> str:
    """The address of confirmed captions, another one after each change.

    Where not everybody may watch the video (`shown`), it is signed and opens for some hours.
    """
    if shown:
        return _path(captions, form)
    _value, key = _signer.sign(str(captions.pk)).split(":", 1)
    return f"{_path(captions, form)}?key={key}"


@require_safe
def serve(request: HttpRequest, pk: Any, version: int, form: str) -> HttpResponse:
    """Confirmed captions of a video that the reader may watch. Raises Http404."""
    captions = get_object_or_404(Captions.objects.confirmed().select_related("video"), pk=pk)
    if form not in FORMS:
        raise Http404
    is_public = Video.objects.public().filter(pk=captions.video_id).exists()
    if not is_public and not _opens(request.GET.get("key", ""), captions):
        raise Http404
    if version != captions.version:
        return redirect(f"{_path(captions, form)}?{request.GET.urlencode()}".rstrip("?"))
    text = captions.webvtt() if form == "vtt" else plain_text(captions.read())
    response = HttpResponse(text, content_type=FORMS[form])
    kept = "public, max-age=31536000, immutable" if is_public else f"private, max-age={SECONDS}"
    response["Cache-Control"] = kept
    response["X-Content-Type-Options"] = "nosniff"
    if form == "txt":
        response["Content-Disposition"] = f'attachment; filename="transcript-{captions.language}.txt"'
    return in_no_language(response)


def _path(captions: Captions, form: str) -> str:
    return reverse("media:captions", args=[captions.pk, captions.version, form])


def _opens(key: str, captions: Captions) -> bool:
    try:
        _signer.unsign(f"{captions.pk}:{key}", max_age=SECONDS)
    except signing.BadSignature:
        return False
    return True
