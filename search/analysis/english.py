"""English words: base forms by word list, else a stem."""

from __future__ import annotations

from search.analysis import dictionaries
from search.analysis.forms import Forms


def english_forms(word: str) -> Forms:
    """The forms of a folded English word."""
    if lemma := dictionaries.lookup(word, "en"):
        # The stem joins families: "reflected" and "reflection".
        return Forms(word, (lemma,), related=dictionaries.kin(lemma, word, "en"))
    if word.endswith("'s") and len(word) > 3:
        return Forms(word, english_forms(word[:-2]).lemmas, known=False)
    return Forms(word, (dictionaries.stem(word, "en"),), known=False)
