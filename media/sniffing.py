"""What a file is by its first bytes: a cheap look before it is accepted, never a verdict that it plays."""

#: How much of a file `refusal` wants to see.
HEAD_BYTES = 4096

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_SOUNDS = (
    b"ID3",
    b"fLaC",
    # MPEG sound without a head, with and without a check: layer III and II at each of their speeds, and AAC.
    *(bytes((0xFF, second)) for second in b"\xfb\xfa\xf3\xf2\xe3\xe2"),
    *(bytes((0xFF, second)) for second in b"\xfd\xfc\xf5\xf4\xe5\xe4"),
    *(bytes((0xFF, second)) for second in b"\xf1\xf0\xf9\xf8"),
    b"#!AMR",
)
_DOCUMENTS = (b"%PDF", b"PK", b"{\\rtf")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")
_QUICKTIME_ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_PLAYLISTS = (b"#extm3u", b"[playlist]", b"ffconcat", b"<smil", b"<asx", b"rtsptext", b"[reference]", b"v=0")


def refusal(head: bytes) -> str | None:
    """A key of `media.reasons.REASONS` if `head` cannot begin a video or a sound recording, else None."""
    if not head:
        return "empty"
    if head.startswith(_PICTURES):
        return "image"
    if _is_container(head):
        return _refused_brand(head)
    if head.startswith((b"RIFF", b"RF64")):
        return {b"AVI ": None, b"WAVE": None, b"WEBP": "image"}.get(head[8:12], "not-video")
    if head.startswith(_SOUNDS) or (head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC")):
        return None
    return "not-video" if head.startswith(_DOCUMENTS) else _refused_text(head)


def _is_container(head: bytes) -> bool:
    return (
        head[4:8] in _QUICKTIME_ATOMS
        or head.startswith(
            (b"\x1aE\xdf\xa3", b"FLV\x01", b"OggS", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", _ASF)
        )
        or (head[:1] == b"G" and head[188:189] == b"G")
        or (head[4:5] == b"G" and head[196:197] == b"G")
    )


def _refused_brand(head: bytes) -> str | None:
    return "image" if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS else None


def _refused_text(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_PLAYLISTS) or (start.startswith(b"<") and b"<mpd" in start):
        return "playlist"
    if b"\x00" not in head and _reads_as_text(head):
        return "image" if b"<svg" in start else "text"
    return "not-video"


def _reads_as_text(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 4
    return True
