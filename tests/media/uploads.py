"""People who upload, and what they upload."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from media.models import Video


def person(name: str, *permissions: str) -> Any:
    """Somebody who may enter the admin and has these permissions on videos."""
    user = get_user_model().objects.create_user(name, password="x")
    wanted = [f"{permission}_video" for permission in permissions] + ["access_admin"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


def file(content: bytes | Path, name: str = "oppitunti.mp4") -> SimpleUploadedFile:
    """What a browser sends."""
    data = content.read_bytes() if isinstance(content, Path) else content
    return SimpleUploadedFile(name, data, content_type="video/mp4")


def uploaded(content: bytes | Path, *, by: Any = None, title: str = "Oppitunti") -> Video:
    """A video in line for conversion."""
    return Video.objects.create(title=title, file=file(content), uploaded_by=by)
