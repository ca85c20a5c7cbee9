from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "oer.jobs"
    label = "jobs"
    verbose_name = _("Background jobs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the checks, and every app's `jobs` module (this app has none, so it never meets itself)."""
        autodiscover_modules("jobs")
        from oer.jobs import checks  # noqa: F401
