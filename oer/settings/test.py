"""Settings of the test suite. `DATABASE_URL` and `ELASTICSEARCH_URL` choose the second profile."""

import os
from pathlib import Path

import dj_database_url

from oer.settings.base import *  # noqa: F403
from oer.settings.base import BASE_DIR, SQLITE

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
VAR_DIR = Path(os.environ.get("KIERTO_TEST_VAR") or BASE_DIR / "var" / "test")
VAR_DIR.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
SEARCH_INDEX_DIR = VAR_DIR / "index"
# Read by the tests that are about them: they take seconds.
SEARCH_DICTIONARIES_DIR = ""

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
else:
    DATABASES = {
        "default": {**SQLITE, "NAME": VAR_DIR / "test.sqlite3", "TEST": {"NAME": VAR_DIR / "test.sqlite3"}}
    }
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
ELASTICSEARCH_INDEX = "kierto-test"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Nothing runs behind a test's back: `oer.jobs.worker.run_due_jobs()` drains what is owed.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.dummy.DummyBackend",
        "QUEUES": ["default", "index", "screening", "transcode"],
    }
}

# Tests look at what is made, not at how small it is.
VIDEO_PRESET = "ultrafast"
