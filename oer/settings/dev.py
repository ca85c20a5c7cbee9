"""Settings of a laptop: SQLite, embedded search, DEBUG. `KIERTO_VAR` moves everything it writes elsewhere."""

import os
from pathlib import Path

import dj_database_url

from oer.settings.base import *  # noqa: F403
from oer.settings.base import BASE_DIR, SQLITE

DEBUG = True
SECRET_KEY = "only-for-development-never-in-production"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

VAR_DIR = Path(os.environ.get("KIERTO_VAR") or BASE_DIR / "var").resolve()
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
SEARCH_INDEX_DIR = VAR_DIR / "index"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": dj_database_url.parse(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else {**SQLITE, "NAME": VAR_DIR / "kierto.sqlite3"}
}
VIDEO_SANDBOX = os.environ.get("VIDEO_SANDBOX", "bubblewrap")
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
