"""Start-up checks: no page type may be forgotten by the catalogue."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page, get_page_models


@register()
def page_types_decide(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page type either has `record()` or says `catalogued = False`."""
    return [
        Error(
            f"{model._meta.label} has neither record() nor catalogued = False.",
            hint="Give it a record() so that it can be found, or say catalogued = False.",
            obj=model,
            id="catalogue.E001",
        )
        for model in get_page_models()
        if model is not Page
        and not hasattr(model, "record")
        and getattr(model, "catalogued", None) is not False
    ]
