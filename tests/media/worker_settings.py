"""The smallest system with the room and the real queue, for workers that tests kill."""

from oer.settings.test import *  # noqa: F403
from oer.settings.test import TASKS

INSTALLED_APPS = [
    "media",
    "oer.jobs",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
]
AUTH_USER_MODEL = "auth.User"
# A worker serves no pages: the addresses are those of this very module, none.
ROOT_URLCONF = "tests.media.worker_settings"
urlpatterns: list[object] = []
MIDDLEWARE = []
TASKS = {"default": {**TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
# Slow enough to be caught in the middle.
VIDEO_PRESET = "slow"
