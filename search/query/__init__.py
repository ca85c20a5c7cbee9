"""What a visitor asks: from typed text to a tree that every engine can build. Pure."""

from search.query.knowledge import NO_KNOWLEDGE, Knowledge
from search.query.parsing import parse
from search.query.tree import Query

__all__ = ["NO_KNOWLEDGE", "Knowledge", "Query", "parse"]
