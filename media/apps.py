from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Videos")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the checks and what happens when a video is deleted; say what the worker's machine needs."""
        from media import checks, deletion  # noqa: F401
        from oer.jobs import requirement

        requirement("transcode", checks.find_obstacle)
