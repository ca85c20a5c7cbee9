"""Which words the index holds, and which of them a word that it does not hold may stand for."""

from search.spelling.vocabulary import COMMONNESS, Near, Vocabulary

__all__ = ["COMMONNESS", "Near", "Vocabulary"]
