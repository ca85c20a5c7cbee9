"""Signed addresses: whoever may see a page that is not public may see the video on it, for a while."""

from django.core import signing

from media.folders import signed_address

#: How long a signed address opens: a school day and a long evening.
SECONDS = 12 * 3600
#: What these signatures are for: one made for something else opens nothing.
SALT = "media.renditions"
_signer = signing.TimestampSigner(salt=SALT)


def signed(folder: str, file: str) -> str:
    """The address, from now on for `SECONDS`, of a file in a renditions folder that is not public."""
    token = _signer.sign(folder).removeprefix(f"{folder}:")
    return signed_address(token, folder, file)


def opens(token: str, folder: str) -> bool:
    """Whether the token was given for this folder, and not too long ago."""
    try:
        _signer.unsign(f"{folder}:{token}", max_age=SECONDS)
    except signing.BadSignature:
        return False
    return True
