"""Which words the index holds, and which of them a word that it does not hold may stand for."""

from search.spelling.vocabulary import Near, Vocabulary

__all__ = ["Near", "Vocabulary"]
