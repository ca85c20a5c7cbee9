"""The same thing in other languages: by a concept's names, by those of a compound's parts, by looks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from oer.domain.text import LANGUAGES
from search.analysis.lists import stopwords
from search.analysis.reading import forms_of
from search.analysis.words import find_words, fold
from search.lexicon.lexicon import MOST_WORDS, term_of
from search.query.alternatives import main_form, reading_order, whole_parts
from search.query.knowledge import Knowledge
from search.query.tree import Alternative
from search.query.weights import WEIGHTS

#: Words of a query among which names are looked for.
MOST_READ = 48
_MOST_COMBINATIONS = 2
_MOST_COGNATES = 2
#: Words of a query without a name that are taken apart and compared by looks, the longest ones.
_MOST_NAMELESS = 10
#: Short words that some dictionary has look like too many others.
_SHORTEST_LOAN = 5


def other_words(words: Sequence[str], language: str, knowledge: Knowledge) -> Mapping[int, list[Alternative]]:
    """Place of a word -> what may stand for it: other names of the thing, else of its parts, else loans."""
    found = names(words, language, knowledge)
    nameless = [place for place in range(len(words[:MOST_READ])) if place not in found]
    for place in sorted(nameless, key=lambda place: -len(words[place]))[:_MOST_NAMELESS]:
        others = _by_parts(words[place], language, knowledge)
        found[place] = others or list(_by_looks(words[place], language, knowledge))
    return found


def names(
    words: Sequence[str], language: str, knowledge: Knowledge, *, surely: bool = False
) -> dict[int, list[Alternative]]:
    """Place of a word -> other names of what it, or the longest run of words that it belongs to, is called.

    A run's other name stands for each of its words: a text with "cold war" meets both "kylmä" and "sota".
    With `surely`, not by the stem of a word that no dictionary has: it may be that of another word.
    """
    found: dict[int, list[Alternative]] = defaultdict(list)
    words = words[:MOST_READ]
    taken: set[int] = set()
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            run = range(first, first + length)
            if taken.isdisjoint(run) and (
                others := _other_names(words[first : first + length], language, knowledge, surely)
            ):
                taken.update(run)
                for place in run:
                    found[place].extend(others)
    return found


def translations(words: Sequence[str], language: str, knowledge: Knowledge) -> dict[int, list[Alternative]]:
    """Place of a word -> what dictionaries give for it, or for the longest run of words it belongs to."""
    found: dict[int, list[Alternative]] = {}
    words = words[:MOST_READ]
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            run = range(first, first + length)
            if found.keys().isdisjoint(run) and (
                others := _translated(words[first : first + length], language, knowledge)
            ):
                found |= dict.fromkeys(run, others)
    return found


def _translated(words: Sequence[str], language: str, knowledge: Knowledge) -> list[Alternative]:
    """Translations with hits, from the first language in which dictionaries have the word."""
    for place, tongue in enumerate(reading_order(language)):
        for term in _terms(words, tongue, own=place == 0):
            others = [
                Alternative(name, _worth(len(words), name, WEIGHTS.translation), "concept", language=other)
                for other in LANGUAGES
                if other != tongue
                for name in _analysed(knowledge.lexicon.translations(term, tongue, other), other)
                if knowledge.finds(name, other)
            ]
            if others:
                return others
    return []


def _analysed(names: Iterable[str], language: str) -> Iterator[str]:
    """Names as indexes hold them, each once, without those of common words alone."""
    common = stopwords(language)
    every = ([match.group() for match in find_words(name)] for name in names)
    telling = (found for found in every if any(fold(word) not in common for word in found))
    yield from dict.fromkeys(term_of(found, language) for found in telling)


def _other_names(
    words: Sequence[str], language: str, knowledge: Knowledge, surely: bool
) -> list[Alternative]:
    """Names with hits of the concept that the words name in the first language that has it."""
    for place, tongue in enumerate(reading_order(language)):
        for term in _terms(words, tongue, own=place == 0 and not surely):
            others = [
                Alternative(
                    name.term,
                    _worth(
                        len(words), name.term, WEIGHTS.concept if name.language != tongue else WEIGHTS.synonym
                    ),
                    "concept",
                    language=name.language,
                )
                for name in knowledge.lexicon.names(term, tongue)
                if (name.term, name.language) != (term, tongue) and knowledge.finds(name.term, name.language)
            ]
            if others:
                return list(dict.fromkeys(others))
    return []


def _worth(words: int, term: str, weight: float) -> float:
    """A name that stands for each of several words counts as often: together they are worth one name."""
    return weight if words == 1 else round(weight / len(term.split()), 3)


def _terms(words: Sequence[str], tongue: str, own: bool) -> Iterator[str]:
    """The run as a lexicon may hold it: in main forms; a single word also in its other forms."""
    if len(words) > 1:
        yield " ".join(main_form(forms_of(word, tongue)) for word in words)
        return
    forms = forms_of(words[0], tongue)
    if forms.known or own:
        yield from dict.fromkeys((*forms.lemmas, forms.surface, *forms.related))
    else:
        # A stem of what is no word of that language may be anything: "derivaata", derive.
        yield forms.surface


def _by_parts(word: str, language: str, knowledge: Knowledge) -> list[Alternative]:
    """A compound without a name by the names of its parts: sonaattimuoto, sonata + form."""
    for tongue in reading_order(language):
        forms = forms_of(word, tongue)
        if forms.known and len(parts := whole_parts(forms)) > 1:
            found: list[Alternative] = []
            for other in reading_order(language):
                if other != tongue:
                    found += _joined(parts, tongue, other, knowledge)
            return found
    return []


def _joined(parts: Sequence[str], tongue: str, other: str, knowledge: Knowledge) -> Iterator[Alternative]:
    """All parts named in `other`: anywhere in a text, and grown together as its compounds are."""
    choices = [_in_language(part, tongue, other, knowledge) for part in parts]
    for combination in islice(product(*choices), _MOST_COMBINATIONS):
        term = " ".join(combination)
        if " " in term:
            yield Alternative(term, WEIGHTS.named_parts, "part", together=True, language=other)
        if len(combination) == 2 and (whole := _compound(*combination, other, knowledge)):
            yield Alternative(whole, WEIGHTS.concept, "concept", language=other)


def _in_language(part: str, tongue: str, other: str, knowledge: Knowledge) -> list[str]:
    """What a part is called in `other`, else a word that looks like it, else itself if it has hits there."""
    names = [
        name.term
        for name in knowledge.lexicon.names(part, tongue)
        if name.language == other and knowledge.finds(name.term, other)
    ]
    if not names:
        names = [
            main_form(forms_of(n.word, other)) for n in knowledge.vocabulary.cognates(part, other, 0.6, 1)
        ]
    return names


def _compound(head: str, tail: str, language: str, knowledge: Knowledge) -> str:
    if language == "en":
        return ""
    for joint in ("", "s", "n"):
        for stem in (head, head[:-1]):
            if knowledge.finds(stem + joint + tail, language):
                return stem + joint + tail
    return ""


def _by_looks(word: str, language: str, knowledge: Knowledge) -> Iterator[Alternative]:
    """Words of other languages that are the same loan. A word that some dictionary has must look likelier."""
    readings = {tongue: forms_of(word, tongue) for tongue in reading_order(language)}
    home = next((tongue for tongue, forms in readings.items() if forms.known), "")
    looks = main_form(readings[home]) if home else fold(word)
    vocabulary = knowledge.vocabulary
    for tongue in readings:
        if tongue == home or not looks.isalpha() or (home and len(looks) < _SHORTEST_LOAN):
            continue
        for near in vocabulary.cognates(looks, tongue, WEIGHTS.least_kinship, _MOST_COGNATES):
            # Texts in one language quote another's words: those are no words of its own.
            if not home or near.documents >= vocabulary.documents(near.word, home):
                main = main_form(forms_of(near.word, tongue))
                yield Alternative(main, round(WEIGHTS.cognate * near.likeness, 3), "cognate", language=tongue)
