"""Serves what is public among uploads, with range requests; everything else there does not exist.

Renditions are public while some page shows their video to everybody. Otherwise they open only under a signed
address, which pages write for whoever may see them.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, BinaryIO, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from media.folders import RENDITIONS
from media.models import Video
from media.shelf import Kept, bucket, content_type
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
#: No name of ours is nearly so long. A disk allows so many bytes between slashes, a bucket 1,024 in all.
PART_BYTES, MOST_BYTES = 255, 900
Response = TypeVar("Response", bound=HttpResponseBase)
#: What a file that is opened by itself may do: nothing. A film or a recording, in which nothing could run,
#: may play. It could not in a sandbox: there a page's own files count as somebody else's.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PLAYING_POLICY = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'"


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """A public file, whole or the one range asked for. Raises Http404."""
    folder = next((folder for folder in PUBLIC if path.startswith(folder)), None)
    if folder is None or not _is_plain(path):
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


def in_no_language(response: Response) -> Response:
    """Marks an answer that is the same whatever language one reads the site in: caches keep one copy then.

    As with `xframe_options_exempt`, it is the middleware that looks at the mark.
    """
    response.language_exempt = True  # type: ignore[attr-defined]
    return response


def _is_plain(name: str) -> bool:
    """Whether a storage or a database can be asked for it at all."""
    whole = name.encode()
    is_short = len(whole) <= MOST_BYTES and all(len(part) <= PART_BYTES for part in whole.split(b"/"))
    return is_short and b"\0" not in whole and normpath(name) == name


def _is_public(name: str) -> bool:
    folder = name.removeprefix(f"{RENDITIONS}/").partition("/")[0]
    return bool(Video.objects.public().play_from(folder))


def _answer(request: HttpRequest, name: str, folder: str, cache_control: str) -> HttpResponseBase:
    """The file with this name in the storage, which must lie in `folder`. Raises Http404."""
    if not _is_plain(name) or not name.startswith(folder):
        raise Http404
    if store := bucket():
        response = _fetched(request, store, name)
    else:
        file = _file(name, folder)
        response = _handed_over(file) if settings.MEDIA_ACCEL else _sent(request, _on_disk(file), file)
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    # By the file: an answer 304 has no type, and yet the browser heeds its policy.
    plays = content_type(Path(name)).startswith(("video/", "audio/"))
    response["Content-Security-Policy"] = PLAYING_POLICY if plays else POLICY
    return in_no_language(response)


def _fetched(request: HttpRequest, store: "BucketStorage", name: str) -> HttpResponseBase:
    try:
        return _sent(request, store.look_up(name), Path(name))
    except FileNotFoundError:
        raise Http404 from None


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


def _on_disk(file: Path) -> Kept:
    facts = file.stat()
    return Kept(
        size=facts.st_size,
        modified=int(facts.st_mtime),
        tag=f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"',
        whole=lambda: file.open("rb"),
        part=lambda first, last: _slice(file, first, last - first + 1),
    )


def _sent(request: HttpRequest, kept: Kept, file: Path) -> HttpResponseBase:
    """The file or what is asked of it, unless the reader's copy is fresh."""
    fresh = get_conditional_response(request, kept.tag, kept.modified)
    response: HttpResponseBase = fresh or _body(request, kept, content_type(file))
    response["ETag"], response["Last-Modified"] = kept.tag, http_date(kept.modified)
    response["Accept-Ranges"] = "bytes"
    return response


def _body(request: HttpRequest, kept: Kept, kind: str) -> HttpResponseBase:
    if request.method == "HEAD":
        # Servers send what they are given: the file is not so much as opened.
        return HttpResponse(content_type=kind, headers={"Content-Length": str(kept.size)})
    asked = _asked(request.headers.get("Range", ""), kept.size)
    unchanged = request.headers.get("If-Range") in (None, kept.tag, http_date(kept.modified))
    if asked is None or not unchanged:
        whole = FileResponse(kept.whole(), content_type=kind)
        whole["Content-Length"] = str(kept.size)
        return whole
    first, last = asked
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{kept.size}"})
    response = StreamingHttpResponse(kept.part(first, last), status=206, content_type=kind)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{kept.size}"
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
