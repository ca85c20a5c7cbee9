"""The words of a query with all that may stand for them: forms, corrections, other names. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from oer.domain.text import LANGUAGES
from search.analysis.reading import forms_of
from search.analysis.words import find_words, fold
from search.query.alternatives import common_words, likely_language, main_form, reading_order, word_group
from search.query.correcting import Correction, corrected_alternatives, corrections, finds, likelier
from search.query.joining import apart, joined
from search.query.knowledge import Knowledge
from search.query.naming import MOST_READ, names, other_words, translations
from search.query.tree import Alternative, Group
from search.query.weights import MOST_CORRECTED

#: A word of which a language has less than one in so many documents that hold it is only quoted there.
QUOTED = 20
#: In longer queries words stand side by side by chance.
MOST_PAIRED = 8


@dataclass(frozen=True, slots=True)
class Understood:
    """Groups of the words that count, and what those that look misspelt were perhaps meant for."""

    groups: tuple[Group, ...]
    #: Folded word -> the likeliest one.
    corrected: dict[str, str]
    #: Base forms of words side by side.
    pairs: tuple[tuple[str, str], ...] = ()

    def spelled(self, typed: str) -> str:
        """What was typed with the corrected words in it; empty when none is."""
        if not self.corrected:
            return ""
        pieces, at = [], 0
        for match in find_words(typed):
            pieces += [typed[at : match.start()], self.corrected.get(fold(match.group()), match.group())]
            at = match.end()
        return "".join([*pieces, typed[at:]])


def understand(words: Sequence[str], kept: Sequence[str], language: str, knowledge: Knowledge) -> Understood:
    """The groups of the `kept` ones among `words`, which are all that were typed, in order."""
    plain = {fold(word): word_group(word, language) for word in _each_once(kept, language)}
    if knowledge.vocabulary.is_empty:
        return Understood(tuple(plain.values()), {}, _pairs(words, plain, language))
    whole_words = _by_word(words, joined(words, language, knowledge))
    wrong = _wrong(plain, words, language, knowledge, whole_words.keys())
    meant = [_meant(word, wrong.get(fold(word), ())) for word in words[:MOST_READ]]
    named = _by_word(words, other_words(meant, language, knowledge))
    translated = _by_word(words, translations(meant, language, knowledge))
    groups = []
    for folded, group in plain.items():
        others = [*corrected_alternatives(wrong.get(folded, ()), language), *named.get(folded, ())]
        others += whole_words.get(folded, ())
        if folded in wrong and not wrong[folded]:
            others += apart(group.text, language, knowledge)
        # A dictionary's word may not be the one that was meant: a text need not have it.
        whole = word_group(group.text, language, [*others, *translated.get(folded, ())])
        groups.append(replace(whole, languages=_languages(whole, others, knowledge)))
    offered = {folded: found[0].word for folded, found in wrong.items() if found and found[0].offered}
    return Understood(tuple(groups), offered, _pairs(meant, plain, language))


def _pairs(words: Sequence[str], kept: Collection[str], language: str) -> tuple[tuple[str, str], ...]:
    """Neighbours among the words that count, in base form by the language that knows most of them."""
    if not 1 < len(kept) <= MOST_PAIRED:
        return ()
    common = common_words(words, language)
    tongue = likely_language(words, language)
    mains = ["" if fold(word) in common else main_form(forms_of(word, tongue)) for word in words]
    return tuple(dict.fromkeys((one, other) for one, other in pairwise(mains) if one and other))


def _meant(word: str, corrected: tuple[Correction, ...]) -> str:
    """The word by whose other names a word is sought: itself when some text has it."""
    return word if not corrected or corrected[0].held else corrected[0].word


def _by_word(words: Sequence[str], by_place: Mapping[int, list[Alternative]]) -> dict[str, list[Alternative]]:
    found: dict[str, list[Alternative]] = {}
    for place, others in by_place.items():
        found.setdefault(fold(words[place]), []).extend(others)
    return found


def _each_once(words: Iterable[str], language: str) -> list[str]:
    """The words, of two forms of one word ("dagar", "dag") only the first."""
    own = reading_order(language)[0]
    mains: dict[str, str] = {}
    for word in words:
        forms = forms_of(word, own)
        mains.setdefault(main_form(forms) if forms.known else forms.surface, word)
    return list(mains.values())


def _languages(group: Group, others: Sequence[Alternative], knowledge: Knowledge) -> tuple[str, ...]:
    """The languages in which some text can meet the group."""
    own = [a.term for a in group.alternatives if a.form in ("surface", "lemma", "spelling")]
    return tuple(
        language
        for language in LANGUAGES
        if any(other.language == language for other in others)
        or any(_belongs(term, language, knowledge) for term in own)
    )


def _belongs(term: str, language: str, knowledge: Knowledge) -> bool:
    """Whether texts in a language have the word for their own, and not only in quotations."""
    documents = knowledge.vocabulary.documents
    return documents(term, language) * QUOTED >= documents(term) > 0


def _wrong(
    plain: dict[str, Group],
    words: Sequence[str],
    language: str,
    knowledge: Knowledge,
    reached: Collection[str],
) -> dict[str, tuple[Correction, ...]]:
    """The words that find nothing, neither themselves nor by another name, with their corrections, if any.

    Those in `reached` find something in another way.
    """
    lost = [folded for folded in plain if folded not in reached and not finds(plain[folded], knowledge)]
    found = {
        folded: better
        for folded in [one for one in plain if one not in lost and one not in reached][:MOST_CORRECTED]
        if (better := likelier(plain[folded].text, language, knowledge))
    }
    if not lost:
        return found
    named = names(words, language, knowledge, surely=True)
    called = {fold(words[place]) for place in named}
    return found | {
        folded: corrections(folded, language, knowledge)
        for folded in lost[:MOST_CORRECTED]
        if folded not in called
    }
