"""The names by which `field:value` may be typed, in every language of the interface. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from search.analysis.reading import forms_of
from search.analysis.words import fold
from search.query.alternatives import main_form, phrase_group, reading_order
from search.query.tree import FACETS, NAME_FIELDS, Alternative, Group
from search.query.weights import MOST_PHRASE_WORDS, WEIGHTS

#: Facet -> what it may be called besides its own name.
_FACET_NAMES: Mapping[str, tuple[str, ...]] = {
    "kind": ("laji", "slag"),
    "subject": ("aine", "oppiaine", "ämne"),
    "level": ("aste", "luokka", "nivå"),
    "language": ("kieli", "språk"),
    "licence": ("license", "lisenssi", "licens"),
    "type": ("tyyppi", "typ"),
    "theme": ("teema", "tema"),
    "school": ("koulu", "skola"),
}
#: Text field -> what it may be called; a word is then looked for nowhere else.
_FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "otsikko", "titel", "rubrik"),
    "keywords": ("keyword", "avainsana", "asiasana", "nyckelord", "ämnesord"),
    "objectives": ("objective", "tavoite", "mål"),
    "people": ("author", "tekijä", "författare", "upphovsperson"),
}
#: Every name that may stand before a colon, in small letters -> the facet or the text field.
NAMES: Mapping[str, str] = {facet: facet for facet in FACETS} | {
    name: code for some in (_FACET_NAMES, _FIELD_NAMES) for code, names in some.items() for name in names
}


def field_group(field: str, words: list[str], language: str, typed: str) -> Group:
    """The words side by side in one text field; a person's name as it is written or in its base form."""
    words = words[:MOST_PHRASE_WORDS]
    if field not in NAME_FIELDS:
        group = phrase_group(words, language, typed)
        return Group(typed, group.alternatives, required=True, fields=(field,))
    written = Alternative(" ".join(map(fold, words)), WEIGHTS.surface)
    base = Alternative(" ".join(_base(word, language) for word in words), WEIGHTS.lemma, "lemma")
    names = (written,) if base.term == written.term else (written, base)
    return Group(typed, names, required=True, fields=(field,))


def _base(name: str, language: str) -> str:
    """The name in base form where a dictionary has it: Virtasen, Virtanen. Others stay: a stem is no name."""
    readings = (forms_of(name, tongue) for tongue in reading_order(language))
    return next((main_form(forms) for forms in readings if forms.known), fold(name))
