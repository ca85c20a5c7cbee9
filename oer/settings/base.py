"""Settings every installation shares. Reads no environment: `dev`, `test` and `production` do that."""

from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "oer.site",
    "oer.exchange",
    "search",
    "oer.cases",
    "oer.screening",
    "oer.catalogue",
    "oer.materials",
    "oer.people",
    "oer.vocabularies",
    "media",
    "oer.jobs",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    # For its translations: Wagtail says "a minute ago" by it.
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "oer.site.language_prefix.LanguagePrefixMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oer.site.security.ContentSecurityPolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "oer.urls"
WSGI_APPLICATION = "oer.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR_DIR / "kierto.sqlite3",
    # A new connection for every request would cost as much as a search's two queries.
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # Rows of a page of hits are long: read from mapped memory they take half the time.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
    },
}
DATABASES: dict[str, Any] = {"default": SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
# Our own words first; then what Wagtail's administration does not say in Finnish and Swedish yet.
LOCALE_PATHS = [BASE_DIR / "oer" / "locale", BASE_DIR / "oer" / "site" / "wagtail_locale"]
TIME_ZONE = "Europe/Helsinki"
FORMAT_MODULE_PATH = ["oer.site.formats"]
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "oer" / "site" / "assets",
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "oer.site.finders.PackageFinder",
]
# Front-end packages: prefix under `npm/` -> (folder, the files we use of it).
NPM_FILES = {
    "hds-core": (
        BASE_DIR / "node_modules" / "hds-core" / "lib",
        ["base.min.css", "base.min.css.map", "components/button/button.min.css*"],
    ),
    "hls": (BASE_DIR / "node_modules" / "hls.js" / "dist", ["hls.min.mjs*"]),
    "plyr": (BASE_DIR / "node_modules" / "plyr" / "dist", ["plyr.min.mjs*", "plyr.css", "plyr.svg"]),
    "tus": (BASE_DIR / "node_modules" / "tus-js-client" / "dist", ["tus.min.js*"]),
}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# An internal location of the nginx before us that serves MEDIA_ROOT: then it sends the files.
MEDIA_ACCEL = ""

AUTHENTICATION_BACKENDS = ["oer.people.throttle.ThrottledBackend"]
# How many proxies of our own stand before the application and write X-Forwarded-For.
TRUSTED_PROXIES = 0
LOGIN_URL = "login"
WAGTAILADMIN_LOGIN_URL = "login"
WAGTAIL_FRONTEND_LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# What a page may load. Public pages carry nothing inline; the admin's policy is looser (oer.site.security).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "frame-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
    }
}
CONTENT_SECURITY_POLICY_ADMIN = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
    }
}

# Background work: the queue is only a nudge, `oer.jobs` holds the state (docs/architecture.md).
TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "oer.jobs.queue_backend.QueueBackend",
        "QUEUES": ["default", "index", "screening", "transcode"],
    },
    "at_once": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}

WAGTAIL_SITE_NAME = "Kierto"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False

# Uploads past this size go to a file at once; nothing large is ever held in memory.
FILE_UPLOAD_HANDLERS = [
    "media.uploads.RefuseTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Search: an index folder without a server, or Elasticsearch where an address is set.
SEARCH_INDEX_DIR = VAR_DIR / "index"
SEARCH_DICTIONARIES_DIR = "/usr/share/dictd"
ELASTICSEARCH_URL = ""
ELASTICSEARCH_INDEX = "kierto"

# A speech recogniser that writes drafts of captions: none unless set up (docs/settings.md).
SPEECH_COMMAND = ""
SPEECH_READS: list[str] = []
SPEECH_MEMORY_BYTES = 16 * 1024**3
SPEECH_URL = ""
SPEECH_KEY = ""

# Video: see docs/settings.md.
VIDEO_SANDBOX = "bubblewrap"
VIDEO_MAX_BYTES = 5 * 1024**3
VIDEO_MAX_SECONDS = 3 * 3600
VIDEO_MEMORY_BYTES = 4 * 1024**3
VIDEO_PRESET = "veryfast"
VIDEO_LARGEST = 1080
VIDEO_FASTEST = 30
