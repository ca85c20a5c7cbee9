"""Words typed apart that texts hold as one, and words typed as one that texts hold apart. Pure.

The commonest mistake of compounding languages ("yhteiskunta oppi", "tids zon") is no slip of a letter: each
half is a word of its own, and so would never be corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.analysis.reading import forms_of
from search.analysis.words import fold
from search.query.alternatives import main_form, reading_order
from search.query.knowledge import Knowledge
from search.query.tree import Alternative
from search.query.weights import WEIGHTS

#: Halves are at least this long; shorter ones are in every word.
SHORTEST_HALF = 3
#: Words of a query among which neighbours are looked at: each pair is read in every language.
MOST_JOINED = 16
#: As in a whole name, longer than which nothing is typed in one.
LONGEST = 40


def joined(words: Sequence[str], language: str, knowledge: Knowledge) -> dict[int, list[Alternative]]:
    """Place of a word -> what it and its neighbour are called in one word, where some text has that."""
    found: dict[int, list[Alternative]] = defaultdict(list)
    for place, (first, second) in enumerate(pairwise(words[:MOST_JOINED])):
        if whole := _whole(fold(first), fold(second), language, knowledge):
            # Such a text meets both words.
            for either in (place, place + 1):
                found[either].append(Alternative(whole, WEIGHTS.joined, "lemma"))
    return found


def apart(word: str, language: str, knowledge: Knowledge) -> Iterator[Alternative]:
    """A word that no text has, as two that some have: side by side, at the cut that makes the commonest."""
    surface = fold(word)
    if not surface.isalpha() or len(surface) > LONGEST:
        return
    own = reading_order(language)[0]
    documents = knowledge.vocabulary.documents
    cuts = range(SHORTEST_HALF, len(surface) - SHORTEST_HALF + 1)
    rarer = {cut: min(documents(surface[:cut], own), documents(surface[cut:], own)) for cut in cuts}
    if rarer and rarer[best := max(rarer, key=lambda cut: rarer[cut])]:
        halves = (surface[:best], surface[best:])
        term = " ".join(main_form(forms_of(half, own)) for half in halves)
        yield Alternative(term, WEIGHTS.joined, "spelling")


def _whole(first: str, second: str, language: str, knowledge: Knowledge) -> str:
    """The main form of the two as one word in the first language of which some text has it; or empty."""
    whole = first + second
    if not whole.isalpha() or len(whole) > LONGEST or min(len(first), len(second)) < SHORTEST_HALF:
        return ""
    for tongue in reading_order(language):
        forms = forms_of(whole, tongue)
        if (forms.known or knowledge.vocabulary.has_word(whole)) and knowledge.finds(
            main_form(forms), tongue
        ):
            return main_form(forms)
    return ""
