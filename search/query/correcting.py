"""Words that no document holds -> words that some do, which they may have been meant for. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.analysis.reading import forms_of
from search.analysis.words import fold
from search.query.alternatives import main_form, reading_order, word_group
from search.query.knowledge import Knowledge
from search.query.tree import Alternative, Group
from search.query.weights import MOST_CORRECTIONS, WEIGHTS
from search.spelling import COMMONNESS, Near

#: A correction in another language than the visitor's own must be this much nearer.
_FOREIGN_COST = 0.4
#: A dictionary word is a slip only when it is long, and one slip away from a word with hits; so is one whose
#: stem has hits.
_KNOWN_LENGTH, _KNOWN_COST = 7, 1.0
#: A word that so few documents have may be a mistake of theirs, too, when it is so long, no dictionary has
#: it, and a word one slip away is in so many times as many.
RARE, _RARE_LENGTH, _LIKELIER = 2, 5, 20
#: The halves of a misspelt compound are at least this long, the right one a word of the index.
_HALF = 4
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was perhaps meant."""

    word: str
    #: Language in which it was found.
    language: str
    cost: float
    #: How many documents have it.
    documents: int = 0
    #: Whether the typed word is one that no dictionary has and no text.
    sure: bool = True
    #: Whether the visitor is asked if this was meant.
    offered: bool = False
    #: Whether some text has the typed word, too.
    held: bool = False


def corrections(word: str, language: str, knowledge: Knowledge) -> tuple[Correction, ...]:
    """What `word`, which finds nothing itself, may have been meant for, the likeliest first."""
    surface = fold(word)
    if not surface.isalpha():
        return ()
    known = any(forms_of(word, tongue).known for tongue in reading_order(language))
    if known and len(surface) < _KNOWN_LENGTH:
        return ()
    found = list(_near(surface, language, knowledge))
    if not found and not known:
        found = list(_by_halves(surface, language, knowledge))
    stems = {form for tongue in reading_order(language) for form in forms_of(word, tongue).lemmas} - {surface}
    if known or any(knowledge.finds(stem) for stem in stems):
        found = [one for one in found if one.cost <= _KNOWN_COST]
    # Another inflection of the same unknown word is no better spelling.
    found = [one for one in found if main_form(forms_of(one.word, one.language)) not in stems]
    best: dict[str, Correction] = {}
    for one in sorted(found, key=_unlikeliness):
        best.setdefault(one.word, replace(one, sure=not known, offered=not known))
    return tuple(best.values())[:MOST_CORRECTIONS]


def _unlikeliness(one: Correction) -> float:
    """Of words that are as near the commoner one is likelier."""
    return one.cost - COMMONNESS * math.log1p(one.documents)


def likelier(word: str, language: str, knowledge: Knowledge) -> tuple[Correction, ...]:
    """What `word`, which nearly no text has, was likely meant for: a word one slip away that many texts have.

    A word that some dictionary has is right, and one written like a name is a name.
    """
    surface = fold(word)
    held = {form for tongue in reading_order(language) for form in _own_forms(word, tongue)}
    documents = max((knowledge.vocabulary.documents(form) for form in held), default=0)
    if documents > RARE or len(surface) < _RARE_LENGTH or not surface.isalpha() or word[0].isupper():
        return ()
    if any(forms_of(word, tongue).known for tongue in reading_order(language)):
        return ()
    return tuple(
        replace(one, sure=False, offered=True, held=True)
        for one in corrections(surface, language, knowledge)
        if one.cost <= _KNOWN_COST and one.documents >= _LIKELIER * max(documents, 1)
    )


def _own_forms(word: str, language: str) -> tuple[str, ...]:
    forms = forms_of(word, language)
    return (forms.surface, *forms.lemmas)


def corrected_alternatives(corrections: tuple[Correction, ...], language: str) -> Iterator[Alternative]:
    """The forms of the words that were perhaps meant, each less likely one worth less."""
    for rank, correction in enumerate(corrections):
        factor = WEIGHTS.spelling / (1 + rank / 2) if correction.sure else WEIGHTS.known_spelling
        for alternative in word_group(correction.word, correction.language).alternatives:
            if alternative.form in ("surface", "lemma") or alternative.together:
                weight = round(alternative.weight * factor, 3)
                yield Alternative(alternative.term, weight, "spelling", together=alternative.together)


def finds(group: Group, knowledge: Knowledge) -> bool:
    """Whether the word itself or a base form of it has hits. A stem is none: a misspelt word may look like
    one ("timvinkl") or share it ("programering")."""
    return knowledge.vocabulary.has_word(fold(group.text)) or any(
        knowledge.finds(alternative.term) for alternative in group.alternatives if alternative.form == "lemma"
    )


def _near(surface: str, language: str, knowledge: Knowledge) -> Iterator[Correction]:
    for place, tongue in enumerate(reading_order(language)):
        for near in knowledge.vocabulary.near(surface, tongue, MOST_CORRECTIONS):
            if near.cost:
                cost = near.cost + (_FOREIGN_COST if place else 0.0)
                yield Correction(near.word, tongue, cost, near.documents)


def _by_halves(surface: str, language: str, knowledge: Knowledge) -> Iterator[Correction]:
    """A compound of which one half is right and the other nearly."""
    own = reading_order(language)[0]
    vocabulary = knowledge.vocabulary
    if len(surface) > _LONGEST:
        return

    def _one_slip(half: str) -> list[Near]:
        return [near for near in vocabulary.near(half, own, 1) if near.cost <= _KNOWN_COST]

    for cut in range(_HALF, len(surface) - _HALF + 1):
        head, tail = surface[:cut], surface[cut:]
        if vocabulary.documents(head, own):
            for near in _one_slip(tail):
                yield Correction(head + near.word, own, near.cost + 0.5, near.documents)
        if vocabulary.documents(tail, own):
            for near in _one_slip(head):
                yield Correction(near.word + tail, own, near.cost + 0.5, near.documents)
