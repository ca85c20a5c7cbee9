"""The tus resumable upload protocol, version 1.0.0 (tus.io/protocols/resumable-upload): core, creation,
expiration and termination.

One signs in to upload, like everywhere in the admin, and reaches one's own uploads only.
"""

import base64
import binascii
import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views import View

from media.policy import policy
from media.reasons import NoRoom, sentence
from media.uploading import room
from media.uploading.models import Upload
from media.uploading.receiving import Busy, NoVideo, TooMuch, WrongPlace, receive

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE = "application/offset+octet-stream"
#: Uploads that one person may have under way.
MOST_AT_ONCE = 20


class TusView(View):
    """What every answer of the protocol has in common."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Speaks only this version, and only with those who may add videos."""
        # Proxies that know neither PATCH nor DELETE let a POST through.
        method = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and method in ("PATCH", "DELETE"):
            request.method = method
        answer = self._refusal(request) or super().dispatch(request, *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer  # type: ignore[return-value]

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What this server can do."""
        facts = {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(settings.VIDEO_MAX_BYTES),
        }
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=facts)

    @property
    def owner(self) -> Any:
        """Whoever is signed in."""
        return self.request.user

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if request.method == "OPTIONS":
            return None
        if not policy.user_has_permission(request.user, "add"):
            return says(HTTPStatus.FORBIDDEN, _("Sign in to upload videos."))
        if request.headers.get("Tus-Resumable") != VERSION:
            answer = HttpResponse(status=HTTPStatus.PRECONDITION_FAILED)
            answer["Tus-Version"] = VERSION
            return answer
        return None


class UploadsView(TusView):
    """Where uploads begin."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Where one's upload of the file with this fingerprint and length goes on; empty when none was begun.

        Not of the protocol: a browser that has never seen the upload asks, before it creates one.
        """
        fingerprint, length = request.GET.get("fingerprint", ""), _number(request.GET.get("length"))
        begun = Upload.objects.begun(self.owner, fingerprint, length) if length else None
        return HttpResponse(_address(begun) if begun else "", content_type="text/plain; charset=utf-8")

    def post(self, request: HttpRequest) -> HttpResponse:
        """A new upload of an announced length."""
        length = _number(request.headers.get("Upload-Length"))
        if length is None:
            return says(HTTPStatus.BAD_REQUEST, "Upload-Length is missing.")
        if length == 0:
            return says(HTTPStatus.BAD_REQUEST, sentence("empty"))
        if length > settings.VIDEO_MAX_BYTES:
            return says(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large())
        if Upload.objects.filter(owner=self.owner).count() >= MOST_AT_ONCE:
            return says(
                HTTPStatus.TOO_MANY_REQUESTS,
                _("You have many uploads that are not finished. Finish one, or discard it on your own page."),
            )
        if not room.has_room(length):
            return says(HTTPStatus.INSUFFICIENT_STORAGE, no_room())
        said = _metadata(request.headers.get("Upload-Metadata", ""))
        upload = Upload.objects.create(
            owner=self.owner,
            length=length,
            name=Path(said.get("filename", "")).name[:255],
            fingerprint=_digest(said.get("fingerprint", "")),
        )
        answer = HttpResponse(status=HTTPStatus.CREATED)
        answer["Location"] = _address(upload)
        answer["Upload-Expires"] = http_date(upload.expires_at.timestamp())
        return answer


class UploadView(TusView):
    """One upload, for its owner."""

    def head(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """How much has arrived."""
        return self._for_owner(pk, self._state)

    def patch(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The next piece."""
        return self._for_owner(pk, self._take)

    def delete(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The owner gives it up."""
        return self._for_owner(pk, self._discard)

    def _for_owner(self, pk: UUID, answer: Callable[[Upload], HttpResponse]) -> HttpResponse:
        upload = Upload.objects.filter(owner=self.owner, pk=pk).first()
        return answer(upload) if upload else says(HTTPStatus.NOT_FOUND, gone())

    def _state(self, upload: Upload) -> HttpResponse:
        facts = {
            "Upload-Offset": str(upload.offset),
            "Upload-Length": str(upload.length),
            "Upload-Expires": http_date(upload.expires_at.timestamp()),
        }
        return HttpResponse(headers=facts)

    def _discard(self, upload: Upload) -> HttpResponse:
        upload.discard()
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def _take(self, upload: Upload) -> HttpResponse:
        if self.request.content_type != PIECE:
            return says(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"A piece is sent as {PIECE}.")
        offset = _number(self.request.headers.get("Upload-Offset"))
        if offset is None:
            return says(HTTPStatus.BAD_REQUEST, "Upload-Offset is missing.")
        try:
            if room.is_full():
                raise NoRoom
            receive(upload, offset, self.request.read)
        except Busy:
            return says(HTTPStatus.LOCKED, "")
        except WrongPlace:
            return says(HTTPStatus.CONFLICT, "")
        except NoRoom:
            return says(HTTPStatus.INSUFFICIENT_STORAGE, no_room())
        except TooMuch:
            upload.discard()
            return says(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "More arrived than was announced.")
        except NoVideo as refused:
            upload.discard()
            return says(HTTPStatus.UNPROCESSABLE_ENTITY, sentence(str(refused)))
        return self._for_owner(upload.pk, self._received)

    def _received(self, upload: Upload) -> HttpResponse:
        answer = self._state(upload)
        answer.status_code = HTTPStatus.NO_CONTENT
        return answer


def too_large() -> str:
    """Why a file over the limit is not taken, and what to do."""
    return _(
        "The file is larger than %(limit)s. Shorten the video or export it with a smaller picture size."
    ) % {"limit": filesizeformat(settings.VIDEO_MAX_BYTES)}


def no_room() -> str:
    """Why nothing more is taken; what has arrived stays."""
    return _("There is no room for this file now. Tell your administrator, and try again later.")


def gone() -> str:
    """Why an upload cannot be gone on with."""
    return _("This upload is no longer here. Choose the file again.")


def says(status: HTTPStatus, sentence: str) -> HttpResponse:
    """An answer with a sentence that is shown to the person as it is."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def _address(upload: Upload) -> str:
    return reverse("media:upload", args=[upload.pk])


def _digest(text: str) -> str:
    return text if re.fullmatch(r"[0-9a-f]{64}", text) else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 20 else None


def _metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and its value in base64. What is not understood is passed over."""
    found = {}
    for pair in header.split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
