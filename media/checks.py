"""System checks: what would make the room refuse to work is said by `manage.py check`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from media.sandbox import find_fault


@register()
def sandbox_can_be_started(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a sandbox the worker opens no video; pages and everything else still work."""
    if settings.VIDEO_SANDBOX not in ("bubblewrap", "none"):
        return [Error(find_fault(), id="media.E001")]
    if fault := find_fault():
        return [
            Warning(
                f"Videos will not be converted: {fault}",
                hint="Install ffmpeg and bubblewrap, or see VIDEO_SANDBOX in docs/settings.md.",
                id="media.W001",
            )
        ]
    if settings.VIDEO_SANDBOX == "none" and not settings.DEBUG:
        return [Warning("Videos are converted without a sandbox (VIDEO_SANDBOX is 'none').", id="media.W002")]
    return []
