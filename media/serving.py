"""Serves what is public among uploads, with range requests; everything else there does not exist.

Renditions are public while some page shows their video to everybody. Otherwise they open only under a signed
address, which pages write for whoever may see them.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from media.folders import RENDITIONS
from media.models import Video
from media.shelf import BeyondTheEnd, bucket, content_type
from media.signatures import SECONDS, opens

if TYPE_CHECKING:
    from media.storage import BucketStorage

#: Folders anyone may read, and how long a copy may be kept. Originals and documents are not among them;
#: renditions under their plain address only while they are public.
PUBLIC = {
    f"{RENDITIONS}/": "public, max-age=31536000, immutable",
    "images/": "public, max-age=86400",
    "avatar_images/": "public, max-age=3600",
}
BLOCK_BYTES = 256 * 1024


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """A public file, whole or the one range asked for. Raises Http404."""
    folder = next((folder for folder in PUBLIC if path.startswith(folder)), None)
    if folder is None:
        raise Http404
    if folder == f"{RENDITIONS}/" and not _is_public(path):
        raise Http404
    return _answer(request, path, folder, PUBLIC[folder])


@require_safe
def serve_signed(request: HttpRequest, token: str, name: str, file: str) -> HttpResponseBase:
    """A file of a renditions folder for whoever was given the token. Raises Http404."""
    if not opens(token, name):
        raise Http404
    folder = f"{RENDITIONS}/{name}/"
    return _answer(request, f"{folder}{file}", folder, f"private, max-age={SECONDS}")


def _is_public(name: str) -> bool:
    folder = name.removeprefix(f"{RENDITIONS}/").partition("/")[0]
    return bool(Video.objects.public().play_from(folder))


def _answer(request: HttpRequest, name: str, folder: str, cache_control: str) -> HttpResponseBase:
    """The file with this name in the storage, which must lie in `folder`. Raises Http404."""
    if normpath(name) != name or not name.startswith(folder):
        raise Http404
    if store := bucket():
        response = _fetched(request, store, name)
    else:
        file = _file(name, folder)
        response = _handed_over(file) if settings.MEDIA_ACCEL else _sent(request, file)
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _fetched(request: HttpRequest, store: "BucketStorage", name: str) -> HttpResponseBase:
    """From the bucket. What has one of these addresses never changes, so an If-Range always holds."""
    try:
        piece = store.piece(name, request.headers.get("Range", ""))
    except FileNotFoundError:
        raise Http404 from None
    except BeyondTheEnd:
        return HttpResponse(status=416)
    response = StreamingHttpResponse(piece.content, status=206 if piece.range else 200)
    response["Content-Type"], response["Content-Length"] = content_type(Path(name)), str(piece.length)
    response["Accept-Ranges"] = "bytes"
    if piece.range:
        response["Content-Range"] = piece.range
    return response


def _file(name: str, folder: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    # Resolved first: no symbolic link leads out of the folder.
    file = (root / name).resolve()
    if not file.is_relative_to(root / folder) or not file.is_file():
        raise Http404
    return file


def _handed_over(file: Path) -> HttpResponse:
    """Leaves the sending, ranges included, to the nginx before us (X-Accel-Redirect)."""
    inside = file.relative_to(Path(settings.MEDIA_ROOT).resolve()).as_posix()
    return HttpResponse(
        content_type=content_type(file), headers={"X-Accel-Redirect": settings.MEDIA_ACCEL + quote(inside)}
    )


def _sent(request: HttpRequest, file: Path) -> HttpResponseBase:
    facts = file.stat()
    if not was_modified_since(request.headers.get("If-Modified-Since"), facts.st_mtime):
        return HttpResponseNotModified()
    response = _body(request, file, facts)
    response["Accept-Ranges"] = "bytes"
    response["Last-Modified"] = http_date(facts.st_mtime)
    return response


def _body(request: HttpRequest, file: Path, facts: os.stat_result) -> HttpResponseBase:
    kind = content_type(file)
    asked = _asked(request.headers.get("Range", ""), facts.st_size)
    unchanged = request.headers.get("If-Range") in (None, http_date(facts.st_mtime))
    if asked is None or not unchanged:
        return FileResponse(file.open("rb"), content_type=kind)
    first, last = asked
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{facts.st_size}"})
    length = last - first + 1
    response = StreamingHttpResponse(_slice(file, first, length), status=206, content_type=kind)
    response["Content-Length"] = str(length)
    response["Content-Range"] = f"bytes {first}-{last}/{facts.st_size}"
    return response


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; last < first when it cannot be satisfied; None when everything is asked for."""
    found = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size - 1 if int(found[2]) else -1
    first, last = int(found[1]), int(found[2] or size)
    if found[2] and last < first:
        return None
    return first, min(last, size - 1)


def _slice(file: Path, first: int, length: int) -> Iterator[bytes]:
    opened: BinaryIO
    with file.open("rb") as opened:
        opened.seek(first)
        while length > 0 and (block := opened.read(min(BLOCK_BYTES, length))):
            length -= len(block)
            yield block
