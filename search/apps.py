"""Discovery: analysis, queries, two engines, and keeping them in step with the catalogue."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import checks, receivers  # noqa: F401
