"""Keywords of a page: plain words, and concepts of the national ontology with their identifier.

A page's model has a `KeywordsField` through a `KeywordItem` of its own. Words are taggit's tags; that a word
means a concept is said by the page that uses it, not by the word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.models import TaggedItemBase
from wagtail.admin.compare import M2MFieldComparison, register_comparison_class

from oer.domain.record import Keyword
from oer.vocabularies.keyword_input import LONGEST_KEYWORD, KeywordsFormField
from oer.vocabularies.models import Concept


class KeywordItem(TaggedItemBase):
    """One keyword of one page; the subclass brings the `content_object`, a parental key."""

    #: Identifier of the concept that the word stands for; empty for a plain word.
    uri = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    def keyword(self) -> Keyword:
        """The keyword as it was chosen."""
        return Keyword(label=self.tag.name, uri=self.uri)


class KeywordsField(ClusterTaggableManager):
    """The keywords of a page; `set_keywords` gives it some, `keywords_of` reads them."""

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        """Past the admin's own field for tags, which knows words only."""
        given = {
            name: kwargs[name] for name in ("label", "help_text", "required", "widget") if name in kwargs
        }
        return super().formfield(form_class=KeywordsFormField, **given)

    def value_from_object(self, instance: Any) -> list[Keyword]:
        return [item.keyword() for item in self._items(instance)]

    def save_form_data(self, instance: Any, value: Iterable[Keyword]) -> None:
        chosen = {keyword.label[:LONGEST_KEYWORD]: keyword.uri for keyword in value}
        getattr(instance, self.name).set(list(chosen))
        for item in self._items(instance):
            item.uri = chosen.get(item.tag.name, "")

    def _items(self, instance: Any) -> Iterable[KeywordItem]:
        relation = self.through._meta.get_field("content_object").remote_field.get_accessor_name()
        items: Iterable[KeywordItem] = getattr(instance, relation).all()
        return items


def set_keywords(page: Any, keywords: Iterable[Keyword]) -> None:
    """Give the page these keywords instead of those it has; stored when the page is."""
    page._meta.get_field("keywords").save_form_data(page, keywords)


def keywords_of(page: Any, language: str) -> tuple[Keyword, ...]:
    """The page's keywords, concepts by their name in `language` where they have one."""
    chosen: list[Keyword] = page._meta.get_field("keywords").value_from_object(page)
    uris = [keyword.uri for keyword in chosen if keyword.uri]
    concepts = {concept.uri: concept for concept in Concept.objects.filter(uri__in=uris)} if uris else {}
    named = (
        Keyword(label=_name(concepts.get(keyword.uri), language) or keyword.label, uri=keyword.uri)
        for keyword in chosen
    )
    return tuple(dict.fromkeys(named))


def _name(concept: Concept | None, language: str) -> str:
    wanted = language.partition("-")[0]
    return str(getattr(concept, wanted)) if concept and wanted in ("fi", "sv", "en") else ""


class KeywordsComparison(M2MFieldComparison):
    """Two versions of a page's keywords."""

    def get_item_display(self, item: Keyword) -> str:
        return item.label


register_comparison_class(KeywordsField, comparison_class=KeywordsComparison)
