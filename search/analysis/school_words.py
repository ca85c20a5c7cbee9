"""Words of the school yard, which no dictionary has, by the words that texts have for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from search.analysis.lists import word_pairs

#: Endings after a vowel: Finnish cases, plural and clitics; the definite forms of Swedish; none in English.
_ENDINGS = {
    "fi": "(?:n|t|a|ä|ta|tä|na|nä|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|[aäouyie]n|seen)?"
    "(?:kin|kaan|kään|ko|kö|han|hän)?",
    "sv": "n?s?",
    "en": "",
}
_DOUBLE = re.compile(r"(kk|pp|tt)(?=[aäouyie]$)")


def school_word(word: str, language: str) -> tuple[str, ...]:
    """What texts call what a folded word means at school, in base form, the likeliest first; else nothing."""
    if language not in _ENDINGS:
        return ()
    likely = _by_beginning(language).get(word[:2], ())
    return next((meant for pattern, meant in likely if pattern.match(word)), ())


@lru_cache(maxsize=len(_ENDINGS))
def _by_beginning(language: str) -> Mapping[str, Sequence[tuple[re.Pattern[str], tuple[str, ...]]]]:
    """First two letters -> the words that begin so, each with an expression for all its forms."""
    found: dict[str, list[tuple[re.Pattern[str], tuple[str, ...]]]] = defaultdict(list)
    for word, meant in word_pairs(f"school-words.{language}").items():
        forms = re.compile(f"(?:{'|'.join(_stems(word))}){_ENDINGS[language]}$")
        found[word[:2]].append((forms, meant))
    return found


def _stems(word: str) -> Iterator[str]:
    """The word, and how it stands before endings: enkku, enku-; kuvis, kuvikse-."""
    yield word
    if word.endswith("is"):
        yield f"{word[:-1]}kse"
    elif _DOUBLE.search(word):
        yield _DOUBLE.sub(lambda match: match[1][0], word)
