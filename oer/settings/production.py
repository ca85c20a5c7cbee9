"""Settings of a server. Reads each environment variable once; docs/settings.md says what they mean."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

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
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host] or [
    urlsplit(SITE_URL).hostname or ""
]
WAGTAILADMIN_BASE_URL = SITE_URL
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))

database_url = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": dj_database_url.parse(database_url, conn_max_age=60, conn_health_checks=True)
    if database_url
    else SQLITE
}
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
MEDIA_ACCEL = os.environ.get("MEDIA_ACCEL", "")


def _storage(url: str) -> dict[str, Any]:
    """Uploads on the disk, or in the bucket of `https://key:secret@host[:port]/bucket[?region=name]`."""
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not (parts.hostname and parts.path.strip("/")):
        raise RuntimeError("STORAGE_URL must look like https://key:secret@host/bucket (docs/settings.md).")
    options = {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": parts.path.strip("/"),
        "endpoint_url": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        "region_name": dict(parse_qsl(parts.query)).get("region", "us-east-1"),
        "addressing_style": "path",
        "signature_version": "s3v4",
        # Two uploads of the same name are two files.
        "file_overwrite": False,
    }
    return {"BACKEND": "media.storage.BucketStorage", "OPTIONS": options}


VIDEO_SANDBOX = os.environ.get("VIDEO_SANDBOX", "bubblewrap")
SPEECH_COMMAND = os.environ.get("SPEECH_COMMAND", "")
SPEECH_READS = [folder for folder in os.environ.get("SPEECH_READS", "").split(":") if folder]
SPEECH_URL = os.environ.get("SPEECH_URL", "")
SPEECH_KEY = os.environ.get("SPEECH_KEY", "")

STORAGES = {
    "default": _storage(os.environ.get("STORAGE_URL", "")),
    "staticfiles": {"BACKEND": "oer.site.staticfiles.HashedStaticFiles"},
}

email = urlsplit(os.environ.get("EMAIL_URL", ""))
if email.hostname:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = email.hostname
    EMAIL_PORT = email.port or (465 if email.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(email.username or "")
    EMAIL_HOST_PASSWORD = unquote(email.password or "")
    EMAIL_USE_SSL = email.scheme == "smtps"
    EMAIL_USE_TLS = email.scheme == "smtp+tls"
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"Kierto <noreply@{urlsplit(SITE_URL).hostname}>"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

secure = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = secure
SECURE_HSTS_PRELOAD = secure
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = secure

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
