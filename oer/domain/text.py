"""A text in the three interface languages."""

from __future__ import annotations

from dataclasses import dataclass

#: Interface languages in the order they are offered; Finnish is the default.
LANGUAGES: tuple[str, ...] = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Label:
    """One name in Finnish, Swedish and English."""

    fi: str
    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """The name in `language`; Finnish when the interface does not speak it."""
        base = language.partition("-")[0]
        return str(getattr(self, base)) if base in LANGUAGES else self.fi
