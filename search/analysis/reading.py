"""From a word as it stands in a text to its forms, by language and by the look of the word."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from search.analysis.english import english_forms
from search.analysis.finnish import finnish_forms, reader
from search.analysis.forms import Forms
from search.analysis.school_words import school_word
from search.analysis.swedish import swedish_forms
from search.analysis.words import fold, without_marks

#: Words kept ready per process; a school's whole vocabulary fits.
CACHED_WORDS = 131_072
MOST_PARTS = 8

_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
_NUMBER = re.compile(r"[\d.,:]+$")
_INITIALS = re.compile(r"(?:\w\.){2,}$")
_COLON = re.compile(r"(.+):[^\W\d_]+$")
_JOINT = re.compile(r"[-_^']")


@lru_cache(maxsize=CACHED_WORDS)
def forms_of(word: str, language: str) -> Forms:
    """The forms of one word as `find_words` cuts it. `language` is a BCP 47 tag; unknown ones fold only."""
    surface = fold(word)
    if surface[0].isdigit() and (numeric := _numeric(surface)):
        return numeric
    if _INITIALS.match(surface):
        return Forms(surface, (surface.replace(".", ""),))
    forms = _in_language(surface, language.partition("-")[0].lower())
    if (plain := without_marks(surface)) != surface and plain not in forms.lemmas:
        forms = forms._replace(lemmas=(*(forms.lemmas or (surface,)), plain))
    return forms


def _in_language(surface: str, language: str) -> Forms:
    if not any(letter.isalpha() for letter in surface):
        return _joined(Forms(surface), language)
    if language == "fi":
        forms = finnish_forms(surface, reader())
    elif language == "sv":
        forms = swedish_forms(surface)
    elif language == "en":
        forms = english_forms(surface)
    else:
        forms = Forms(surface, known=False)
    if school := school_word(surface, language):
        # "kuvista" is of pictures before it is the art lesson; "matikka" is the lesson before it is a fish.
        other = forms.known and not school_word(forms.lemmas[0], language)
        lemmas = (*forms.lemmas, *school) if other else (*school, *forms.lemmas)
        return forms._replace(lemmas=tuple(dict.fromkeys(lemmas)), known=True)
    if not forms.known and (colon := _COLON.match(surface)):
        return _in_language(colon[1], language)._replace(surface=surface)
    if _JOINT.search(surface):
        return _joined(forms, language)
    if not forms.known and any(letter.isdigit() for letter in surface):
        return Forms(surface, known=False)  # A code (MAA5, H2O) has no stem.
    return forms


def _joined(forms: Forms, language: str) -> Forms:
    """A word of pieces joined by a hyphen or the like: found whole and by each piece."""
    pieces = [piece for piece in _JOINT.split(forms.surface) if piece]
    if len(pieces) < 2 or (forms.known and "'" in forms.surface):
        return forms
    each = [_in_language(piece, language) for piece in pieces]
    lemmas = forms.lemmas
    if not forms.known and "'" not in forms.surface:
        last = each[-1].lemmas[0] if each[-1].lemmas else pieces[-1]
        lemmas = (forms.surface[: -len(pieces[-1])] + last,) if forms.surface.endswith(pieces[-1]) else ()
    found = [*forms.parts, *(form for f in each for form in (f.lemmas[:1] or (f.surface,)))]
    found += [part for f in each for part in f.parts]
    parts = dict.fromkeys(part for part in found if len(part) > 1 or part.isdigit())
    for form in (*lemmas, forms.surface):
        parts.pop(form, None)
    return forms._replace(lemmas=lemmas, parts=tuple(parts)[:MOST_PARTS])


def _numeric(surface: str) -> Forms | None:
    """Dates by their ISO form, numbers with a decimal point; None when the word only begins with a digit."""
    if date := _DATE.match(surface):
        return _dated(surface, date[3], date[2], date[1])
    if date := _ISO_DATE.match(surface):
        return _dated(surface, date[1], date[2], date[3])
    if not _NUMBER.match(surface):
        return None
    if surface.count(",") == 1 and "." not in surface:
        return Forms(surface, (surface.replace(",", "."),))
    return Forms(surface)


def _dated(surface: str, year: str, month: str, day: str) -> Forms:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return Forms(surface)
    return Forms(surface, (date.isoformat(),), (str(date.year),))
