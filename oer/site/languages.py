"""Addresses by interface language: `/fi/...`, `/sv/...` and `/en/...` name the same page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A way to read the present page in one interface language."""

    code: str
    #: The language's own name for itself.
    name: str
    #: Address of the same page in this language, query string included.
    address: str
    #: Address that remembers the choice, then goes there.
    choose: str
    current: bool


def language_codes() -> tuple[str, ...]:
    return tuple(code for code, _ in settings.LANGUAGES)


def in_language(address: str, code: str) -> str:
    """`address` (path, perhaps with a query string) with its language prefix changed to `code`.

    An address without a prefix (`/r/<uuid>`, `/admin/`) is the same in every language.
    """
    head, slash, rest = address.removeprefix("/").partition("/")
    if address.startswith("/") and slash and head in language_codes():
        return f"/{code}/{rest}"
    return address


def language_links(address: str, current: str) -> tuple[LanguageLink, ...]:
    """One link a language, in the order of the settings."""
    return tuple(
        LanguageLink(
            code=code,
            name=str(name),
            address=in_language(address, code),
            choose=f"{reverse('choose_language', args=[code])}?{urlencode({'next': address})}",
            current=code == current,
        )
        for code, name in settings.LANGUAGES
    )
