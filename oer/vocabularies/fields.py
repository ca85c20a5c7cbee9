"""A model field that holds codes of a closed list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oer.domain import adoption, vocabulary
from oer.domain.vocabulary import Vocabulary

_BY_NAME = {
    value.name: value
    for module in (vocabulary, adoption)
    for value in vars(module).values()
    if isinstance(value, Vocabulary)
}

#: An em space: browsers keep it at the beginning of a name.
_INDENT = "\u2003"


def closed_list(vocabulary: Vocabulary | str) -> Vocabulary:
    """The closed list of this name; raises ValueError when there is none."""
    name = vocabulary.name if isinstance(vocabulary, Vocabulary) else vocabulary
    if name not in _BY_NAME:
        raise ValueError(f"There is no closed list called {name!r}.")
    return _BY_NAME[name]


def code_choices(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """The list's codes with their names in the active language, for a form; narrower ones are indented."""
    language = get_language() or "fi"
    return [
        (term.code, _INDENT * len(vocabulary.ancestors(term.code)) + term.label.in_language(language))
        for term in vocabulary
    ]


class CodeListField(models.JSONField):
    """A list of codes of a `Vocabulary`, each once and in the vocabulary's order.

    Migrations hold the vocabulary's name only, so neither a new term nor a better label makes one.
    A stored code that has since left the list survives loading and is refused at the next validation.
    """

    description = _("A list of codes")
    default_error_messages = {
        "unknown_code": _("%(codes)s is not in the list. Choose from the list."),
        "not_a_list": _("This must be a list of codes."),
    }

    def __init__(self, vocabulary: Vocabulary | str, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError when `vocabulary` is a name no closed list has."""
        self.vocabulary = closed_list(vocabulary)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is list:
            del kwargs["default"]
        return name, path, [self.vocabulary.name, *args], kwargs

    def to_python(self, value: Any) -> Any:
        if value is None:
            return []
        return list(value) if isinstance(value, tuple | set | frozenset) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise ValidationError(self.error_messages["not_a_list"], code="not_a_list")
        if unknown := [code for code in value if code not in self.vocabulary]:
            raise ValidationError(
                self.error_messages["unknown_code"],
                code="unknown_code",
                params={"codes": ", ".join(f"“{code}”" for code in unknown)},
            )
        super().validate(value, model_instance)

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        return self._in_order(super().clean(value, model_instance))

    def labels(self, codes: Iterable[str], language: str = "") -> list[str]:
        """The names of these codes, in the active language unless another is asked for."""
        spoken = language or get_language() or "fi"
        return [self.vocabulary.label(code, spoken) for code in codes]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # Past JSONField's own: a person ticks boxes, nobody writes JSON.
        defaults = {
            "form_class": forms.MultipleChoiceField,
            "choices": lambda: code_choices(self.vocabulary),
            "widget": forms.CheckboxSelectMultiple,
        }
        return models.Field.formfield(self, **{**defaults, **kwargs})

    def _in_order(self, codes: list[str]) -> list[str]:
        chosen = set(codes)
        return [code for code in self.vocabulary.codes() if code in chosen]
