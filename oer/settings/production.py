"""Settings of a server. Reads each environment variable once; docs/settings.md says what they mean."""

import os

import dj_database_url

from oer.settings.base import *  # noqa: F403
from oer.settings.base import SQLITE


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise RuntimeError(f"The environment variable {name} must be set (docs/settings.md).")
    return value


DEBUG = False
SECRET_KEY = _required("SECRET_KEY")
SITE_URL = _required("SITE_URL").rstrip("/")
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
WAGTAILADMIN_BASE_URL = SITE_URL
CSRF_TRUSTED_ORIGINS = [SITE_URL]

DATABASES = {
    "default": dj_database_url.parse(url, conn_max_age=60)
    if (url := os.environ.get("DATABASE_URL", ""))
    else SQLITE
}
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
