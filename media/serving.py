"""Serves what is public under MEDIA_ROOT, with range requests; everything else there does not exist."""

import mimetypes
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

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

#: Folders anyone may read, and how long a copy may be kept. Originals and documents are not among them.
PUBLIC = {
    f"{RENDITIONS}/": "public, max-age=31536000, immutable",
    "images/": "public, max-age=86400",
    "avatar_images/": "public, max-age=3600",
}
TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt; charset=utf-8",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
}
BLOCK_BYTES = 256 * 1024


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """A public file, whole or the one range asked for. Raises Http404."""
    folder = next((folder for folder in PUBLIC if path.startswith(folder)), None)
    root = Path(settings.MEDIA_ROOT).resolve()
    file = (root / path).resolve()
    # Resolved first: neither ".." nor a symbolic link leads out of the public folder.
    if folder is None or not file.is_relative_to(root / folder) or not file.is_file():
        raise Http404
    facts = file.stat()
    if not was_modified_since(request.headers.get("If-Modified-Since"), facts.st_mtime):
        return HttpResponseNotModified()
    response = _body(request, file, facts)
    response["Accept-Ranges"] = "bytes"
    response["Last-Modified"] = http_date(facts.st_mtime)
    response["Cache-Control"] = PUBLIC[folder]
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _body(request: HttpRequest, file: Path, facts: os.stat_result) -> HttpResponseBase:
    kind = TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
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
