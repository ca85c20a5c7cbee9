"""Writing keywords in a form: words between commas, and which of them are concepts.

Without JavaScript it is a text field, and a hidden one beside it keeps what is known of concepts. With it,
kierto/keywords.js shows each keyword by itself and looks concepts up while one types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from oer.domain.record import Keyword
from oer.vocabularies.models import ConceptLabel, fold

#: As many characters a tag holds.
LONGEST_KEYWORD = 100
#: More keywords than these say nothing any more.
MOST_KEYWORDS = 50
_ONE = re.compile(r'"([^"]*)"|([^,;\n"]+)')


class KeywordsInput(forms.Widget):
    """The text field and the hidden one; its value is a list of `Keyword`."""

    class Media:
        css = {"all": ["kierto/keywords.css"]}
        js = [forms.Script("kierto/keywords.js", type="module")]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Past Django's form renderer, which does not look where the project's templates are."""
        chosen: list[Keyword] = value or []
        context = {
            "name": name,
            "attrs": self.build_attrs(self.attrs, attrs),
            "text": ", ".join(_quoted(keyword.label) for keyword in chosen),
            "concepts": json.dumps({k.label: k.uri for k in chosen if k.uri}, ensure_ascii=False),
            "lookup": reverse("suggest_concepts"),
        }
        return mark_safe(render_to_string("vocabularies/keywords_input.html", context))  # noqa: S308

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Keyword]:
        uris = _uris(data.get(f"{name}-concepts") or "")
        words = (next(filter(None, pair)) for pair in _ONE.findall(data.get(name) or "") if any(pair))
        tidy = (" ".join(word.split()) for word in words)
        return [Keyword(label=word, uri=uris.get(word, "")) for word in dict.fromkeys(tidy) if word]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str) -> str:
        return id_


class KeywordsFormField(forms.Field):
    """Keywords; what is said to be a concept is one whose names have that word, else it is a plain word."""

    widget = KeywordsInput
    default_error_messages = {
        "too_long": _("“%(word)s…” is too long for a keyword: at most %(limit)d characters."),
        "too_many": _("These are too many keywords: at most %(limit)d."),
    }

    def clean(self, value: Any) -> list[Keyword]:
        chosen: list[Keyword] = super().clean(value) or []
        if too_long := [keyword.label for keyword in chosen if len(keyword.label) > LONGEST_KEYWORD]:
            params: dict[str, Any] = {"word": too_long[0][:40], "limit": LONGEST_KEYWORD}
            raise ValidationError(self.error_messages["too_long"], code="too_long", params=params)
        if len(chosen) > MOST_KEYWORDS:
            params = {"limit": MOST_KEYWORDS}
            raise ValidationError(self.error_messages["too_many"], code="too_many", params=params)
        return with_real_concepts(chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


def with_real_concepts(chosen: Iterable[Keyword]) -> list[Keyword]:
    """The keywords without an identifier where the concept does not exist or is not called so."""
    chosen = list(chosen)
    uris = {keyword.uri for keyword in chosen if keyword.uri}
    names = ConceptLabel.objects.filter(concept__uri__in=uris).values_list("concept__uri", "folded")
    known = set(names) if uris else set()
    return [
        keyword if (keyword.uri, fold(keyword.label)) in known else Keyword(label=keyword.label)
        for keyword in chosen
    ]


def _uris(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(label): str(uri) for label, uri in found.items()}


def _quoted(label: str) -> str:
    return f'"{label}"' if re.search(r"[,;]", label) else label
