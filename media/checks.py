"""System checks: what would make the room refuse to work is said by `manage.py check`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from media.sandbox import find_fault

WAY_OUT = (
    "Install ffmpeg and bubblewrap. Where the machine allows no sandbox, and opens only its own people's "
    "files, set VIDEO_SANDBOX to 'none' (docs/settings.md)."
)


def find_obstacle() -> str:
    """Why no worker can convert videos on this machine, and what to do; empty when one can."""
    fault = find_fault()
    return f"{fault} {WAY_OUT}" if fault else ""


@register()
def sandbox_can_be_started(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a sandbox the worker opens no video; pages and everything else still work."""
    if settings.VIDEO_SANDBOX not in ("bubblewrap", "none"):
        return [Error(find_fault(), id="media.E001")]
    if fault := find_fault():
        return [
            Warning(
                f"Videos will not be converted: {fault}",
                hint=WAY_OUT,
                id="media.W001",
            )
        ]
    if settings.VIDEO_SANDBOX == "none" and not settings.DEBUG:
        return [Warning("Videos are converted without a sandbox (VIDEO_SANDBOX is 'none').", id="media.W002")]
    return []


@register()
def recogniser_can_be_asked(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A recogniser that could never answer is said at the start, not in the first failed job."""
    found: list[CheckMessage] = []
    if settings.SPEECH_COMMAND and "{input}" not in settings.SPEECH_COMMAND:
        found.append(Error("SPEECH_COMMAND has no {input}, so it would not get the sound.", id="media.E002"))
    if settings.SPEECH_URL and not settings.SPEECH_URL.startswith(("http://", "https://")):
        found.append(Error("SPEECH_URL must begin with http:// or https://.", id="media.E003"))
    if settings.SPEECH_COMMAND and settings.SPEECH_URL:
        found.append(
            Warning("SPEECH_COMMAND is used, SPEECH_URL is not: only one of them can be.", id="media.W003")
        )
    return found
