"""The value analysis makes: one word of a text, with the forms it can be found by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text. Offsets are characters (code points) of the text that was analysed."""

    #: The word as it stands in the text.
    text: str
    start: int
    end: int
    #: Folded surface (lower case, compatibility-normalised); never empty, never holds white space.
    surface: str
    #: Base forms, the likeliest first; a stem when the word is in no dictionary. May be empty.
    lemmas: tuple[str, ...] = ()
    #: Parts of a compound, in base form. May be empty.
    parts: tuple[str, ...] = ()
    #: Weaker kin: the stem of a known word, or the word it is made from. May be empty.
    related: tuple[str, ...] = ()

    @property
    def main(self) -> str:
        """The one form that stands at this word's position in the index."""
        return self.lemmas[0] if self.lemmas else self.surface

    @property
    def extra(self) -> tuple[str, ...]:
        """Every other form, each once, in order: surface, other lemmas, parts, kin."""
        seen = dict.fromkeys((self.surface, *self.lemmas, *self.parts, *self.related))
        seen.pop(self.main, None)
        return tuple(seen)
