"""The vocabularies in the admin: looking concepts up, comparing two versions of a list of codes."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.compare import FieldComparison, register_comparison_class

from oer.vocabularies.fields import CodeListField
from oer.vocabularies.views import suggest_concepts


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("concepts/suggest/", suggest_concepts, name="suggest_concepts")]


class CodeListComparison(FieldComparison):
    """Two versions of a list of codes, by their names."""

    val_a: Any
    val_b: Any

    def __init__(self, field: CodeListField, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a = ", ".join(field.labels(self.val_a or []))
        self.val_b = ", ".join(field.labels(self.val_b or []))


register_comparison_class(CodeListField, comparison_class=CodeListComparison)
