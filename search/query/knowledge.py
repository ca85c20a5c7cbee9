"""What a query may be read by beside the languages themselves: other names of things, and words with hits."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.lexicon import Lexicon
from search.spelling import Vocabulary


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Without any, a query is read by its words alone."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def finds(self, term: str, language: str = "") -> bool:
        """Whether each word of an analysed term is in some document, of one language or of any."""
        return all(self.vocabulary.documents(word, language) for word in term.split())


NO_KNOWLEDGE = Knowledge()
