"""Looking into pictures: whether they open, where they were taken, whom they name."""

from __future__ import annotations

from PIL import ExifTags, Image

_RIGHTS = {"Artist": ExifTags.Base.Artist, "Copyright": ExifTags.Base.Copyright}


def has_location(picture: Image.Image) -> bool:
    """Whether the picture's own data say where it was taken."""
    place = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    return ExifTags.GPS.GPSLatitude in place or ExifTags.GPS.GPSLongitude in place


def rights_named(picture: Image.Image) -> dict[str, str]:
    """Whom the picture's own data name as its maker or rights holder."""
    data = picture.getexif()
    named = {name: str(data.get(tag) or "").strip(" \x00") for name, tag in _RIGHTS.items()}
    return {name: value[:200] for name, value in named.items() if value}
