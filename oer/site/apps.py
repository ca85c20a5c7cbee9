from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "oer.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("oer.site.videos")
        import_module("oer.site.concepts")
        import_module("oer.site.files")
