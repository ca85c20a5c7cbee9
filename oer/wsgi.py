"""The WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oer.settings.production")
application = get_wsgi_application()


def _make_ready() -> None:
    """Load what the first visitors would wait for: all views, and the search's dictionaries."""
    # Models can be imported only now that Django is set up.
    from search.warming import warm

    resolve("/healthz")
    warm()


_make_ready()
