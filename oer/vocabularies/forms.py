"""Form fields for what the vocabularies hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

_BETWEEN = re.compile(r"[,;\n]+")


class CodesField(forms.CharField):
    """Codes in one line, separated by commas: a list of texts to the model, each code once."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Iterable) and not isinstance(value, str):
            return ", ".join(str(code) for code in value)
        return value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().to_python(value) or ""
        return list(dict.fromkeys(code for part in _BETWEEN.split(text) if (code := part.strip())))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)
