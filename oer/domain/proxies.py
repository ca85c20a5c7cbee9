"""Whose request it is, when proxies of our own stand before the application."""

from __future__ import annotations


def address_behind(forwarded_for: str, remote: str, trusted: int) -> str:
    """The network address a request came from, read past as many proxies as are `trusted`.

    `forwarded_for` is the header `X-Forwarded-For`, to which each proxy has appended whom it was called by;
    what stands further left may have been made up. At most 64 characters.
    """
    hops = [*forwarded_for.split(","), remote]
    return hops[-1 - min(trusted, len(hops) - 1)].strip()[:64]
