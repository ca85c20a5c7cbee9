"""What a text is about, as concepts of a vocabulary: proposed to its author, never decided for them. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.analysis import Token, analyse
from search.analysis.lists import stopwords
from search.analysis.words import fold
from search.lexicon import Lexicon, Meant
from search.lexicon.lexicon import MOST_WORDS
from search.query import Knowledge

#: What it is worth that a concept is named in a field, the first time; each further time is worth less.
FIELD_WORTH: Mapping[str, float] = {"title": 6.0, "description": 2.5, "headings": 2.5, "body": 1.0}
#: Words of all fields together that are read.
MOST_READ = 6000
#: As many as somebody looks through.
MOST_PROPOSED = 8
#: What a name must be worth: one that a text has but once, in its body, says little of it; and as a share of
#: the best one.
_LEAST, _LEAST_SHARE = 1.3, 0.25
#: What another name of a concept, or one of several that the word may mean, is worth beside its own only one.
_OTHER_NAME, _AMBIGUOUS = 0.6, 0.6
#: What a name is worth that means something else without the words in brackets behind it ("itseisarvo
#: (filosofia)"), where none of those is in the text.
_UNSURE = 0.2
#: What lessons of every subject speak of (in main forms), and what it is worth beside the subject.
_LESSON_WORDS = frozenset(
    ("opetus", "opettaja", "oppilas", "opiskelija", "tehtävä", "harjoitus", "esimerkki", "ohje", "ratkaisu",
     "vastaus", "kysymys", "ominaisuus", "undervisning", "lärare", "elev", "uppgift", "övning", "exempel",
     "anvisning", "lösning", "svar", "fråga", "steg", "alternativ", "teaching", "teacher", "student", "pupil",
     "assignment", "exercise", "example", "instruction", "solution", "answer", "question", "skill")
)  # fmt: skip
_OF_ANY_LESSON = 0.3
#: What each further word of a name adds: "kylmä sota" says more than "sota".
_LONGER = 0.25
#: Documents of an index that is too small to say which words are common.
_FEW = 50
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A concept that the text may be about."""

    uri: str
    #: How much speaks for it; comparable within one text only.
    worth: float


def proposals(
    texts: Mapping[str, Iterable[str]], language: str, knowledge: Knowledge, documents: int
) -> list[Proposal]:
    """The concepts that the texts (field of `FIELD_WORTH` -> pieces) are likeliest about, the best first.

    A concept counts by where and in how many pieces its names stand, and the more, the fewer of the
    `documents` in this language hold them.
    """
    read = list(_read(texts, language))
    named = _names_in(read, language, knowledge.lexicon)
    worths: dict[str, float] = defaultdict(float)
    for term, fields in named.found.items():
        meant = named.concepts[term]
        own = [one for one in meant if one.rank == 0]
        surest = min(own or meant, key=lambda one: bool(one.qualifier) and not named.tells(one))
        worth = _frequency(fields) * _rarity(term, language, knowledge, documents)
        worth *= 1 + _LONGER * term.count(" ")
        worth *= 1.0 if own else _OTHER_NAME
        worth *= _AMBIGUOUS if len(own or meant) > 1 else 1.0
        worth *= _OF_ANY_LESSON if term in _LESSON_WORDS else 1.0
        worth *= _UNSURE if surest.qualifier and not named.tells(surest) else 1.0
        worths[surest.uri] += worth
    ranked = sorted(worths.items(), key=lambda pair: (-pair[1], pair[0]))
    least = max(_LEAST, _LEAST_SHARE * ranked[0][1]) if ranked else 0.0
    return [Proposal(uri, worth) for uri, worth in ranked[:MOST_PROPOSED] if worth >= least]


@dataclass(slots=True)
class _Named:
    """Names found in a text: in how many pieces of which field each stands, and what it may mean."""

    found: dict[str, dict[str, int]]
    concepts: dict[str, list[Meant]]
    #: Every main form of the text.
    words: frozenset[str]
    language: str

    def tells(self, meant: Meant) -> bool:
        """Whether the text has a word of what tells the concept apart from others of its name."""
        return any(token.main in self.words for token in analyse(meant.qualifier, self.language))


def _read(texts: Mapping[str, Iterable[str]], language: str) -> Iterator[tuple[str, list[Token]]]:
    left = MOST_READ
    for field in FIELD_WORTH:
        for piece in texts.get(field, ()):
            tokens = analyse(piece, language)[:left]
            left -= len(tokens)
            yield field, tokens


def _names_in(read: Sequence[tuple[str, list[Token]]], language: str, lexicon: Lexicon) -> _Named:
    terms = (term for _field, tokens in read for term, _first, _length in _runs(tokens, language))
    concepts = lexicon.concepts(terms, language)
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for field, tokens in read:
        taken: set[int] = set()
        here: set[str] = set()
        runs = [run for run in _runs(tokens, language) if run[0] in concepts]
        # The longest first: where "kylmä sota" stands, "sota" does not.
        for term, first, length in sorted(runs, key=lambda run: -run[2]):
            if taken.isdisjoint(range(first, first + length)):
                taken.update(range(first, first + length))
                if any(_is_written_so(tokens[first].text, term, one.label) for one in concepts[term]):
                    here.add(term)
        for term in here:
            found[term][field] += 1
    words = frozenset(token.main for _field, tokens in read for token in tokens)
    return _Named(found, concepts, words, language)


def _is_written_so(word: str, term: str, label: str) -> bool:
    """A proper name begins with a capital in a text too, and an abbreviation is all capitals. A name that
    reads like a form of another word ("Oman") cannot be told from it where a sentence begins."""
    if len(label) > 1 and label.isupper():
        return word.isupper()
    if not label[:1].isupper():
        return True
    return word[:1].isupper() and (" " in term or fold(label) == term)


def _runs(tokens: Sequence[Token], language: str) -> Iterator[tuple[str, int, int]]:
    """Runs of words that may be a name: term, place of the first word, number of words."""
    common = stopwords(language.partition("-")[0])
    mains = [token.main for token in tokens]
    telling = [token.surface not in common and len(token.main) >= _SHORTEST for token in tokens]
    for first in range(len(mains)):
        if not telling[first] or not mains[first][0].isalpha():
            continue
        for length in range(1, min(MOST_WORDS, len(mains) - first) + 1):
            if telling[first + length - 1]:
                yield " ".join(mains[first : first + length]), first, length


def _frequency(fields: Mapping[str, int]) -> float:
    return sum(FIELD_WORTH[field] * (1 + math.log2(times)) for field, times in fields.items())


def _rarity(term: str, language: str, knowledge: Knowledge, documents: int) -> float:
    """From 0 for what stands in every document to 1 for what stands in next to none."""
    if documents < _FEW:
        return 1.0
    held = min(knowledge.vocabulary.documents(word, language) for word in term.split())
    return math.log((documents + 1) / (min(held, documents) + 1)) / math.log(documents + 1)
