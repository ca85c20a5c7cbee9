"""Names of concepts help to search in other languages.

The search knows no vocabulary and the vocabularies know no search: this room, which knows both, passes the
names on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver

from oer.domain.text import LANGUAGES
from oer.vocabularies.models import Concept
from oer.vocabularies.signals import concepts_changed
from search.jobs import owe_names
from search.knowing import take_names_from
from search.lexicon import Row


def names_of_concepts() -> Iterator[Row]:
    """Every concept with its names, the preferred one of each language first."""
    for concept in Concept.objects.order_by("pk").iterator():
        others: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        for language, name in concept.alternatives:
            others.setdefault(language, []).append(name)
        own = {language: getattr(concept, language) for language in LANGUAGES}
        yield (
            concept.uri,
            {
                language: tuple(name for name in (own[language], *others[language]) if name)
                for language in own
            },
        )


@receiver(concepts_changed)
def owe_concepts(**kwargs: Any) -> None:
    owe_names()


take_names_from(names_of_concepts)
