"""The test settings with the real queue and the app that hangs."""

from oer.settings.test import *  # noqa: F403
from oer.settings.test import INSTALLED_APPS, TASKS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.crash"]
TASKS = {"default": {**TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
# These jobs open no film, so that the worker is to start where no sandbox can be.
VIDEO_SANDBOX = "none"
