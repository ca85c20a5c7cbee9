"""A model field that holds one code of a closed list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from oer.domain.vocabulary import Vocabulary
from oer.vocabularies.fields import closed_list, code_choices


class CodeField(models.CharField):
    """One code of a `Vocabulary`, or empty. Migrations hold the vocabulary's name only."""

    default_error_messages = {"unknown_code": _("“%(code)s” is not in the list. Choose from the list.")}

    def __init__(self, vocabulary: Vocabulary | str, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError when `vocabulary` is a name no closed list has."""
        self.vocabulary = closed_list(vocabulary)
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.vocabulary.name, *args], kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value and value not in self.vocabulary:
            raise ValidationError(
                self.error_messages["unknown_code"], code="unknown_code", params={"code": value}
            )

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        defaults = {
            "form_class": forms.ChoiceField,
            "choices": lambda: [("", "—"), *code_choices(self.vocabulary)],
        }
        field = models.Field.formfield(self, **{**defaults, **kwargs})
        return field
