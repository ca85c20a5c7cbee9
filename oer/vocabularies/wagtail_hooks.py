"""The admin's addresses of the vocabularies."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from oer.vocabularies.views import suggest_concepts


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("concepts/suggest/", suggest_concepts, name="suggest_concepts")]
