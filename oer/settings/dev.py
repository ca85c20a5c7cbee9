"""Settings of a laptop: SQLite, embedded search, DEBUG."""

import os

from oer.settings.base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "only-for-development-never-in-production"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
