"""What things are called in other languages: the concepts of a vocabulary, by the words of their names."""

from search.lexicon.lexicon import Labelled, Lexicon, Meant, Name, Row

__all__ = ["Labelled", "Lexicon", "Meant", "Name", "Row"]
