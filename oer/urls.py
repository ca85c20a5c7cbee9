"""Every way in: the only place that knows them all.

Addresses that people read carry their interface language as a prefix; the rest (permanent addresses,
interfaces, the admin) do not.
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from media import urls as media_urls
from oer.cases import urls as cases_urls
from oer.exchange import urls as exchange_urls
from oer.exchange.api import api
from oer.people import urls as people_urls
from oer.people.admin_account import account_view
from oer.site import urls as site_urls
from search import urls as search_urls
from search.api import router as search_api

handler500 = "oer.site.views.server_error"

api.add_router("/search", search_api)

urlpatterns: list[URLPattern | URLResolver] = [
    # One login page for all, with its brake on guessing passwords.
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("admin/account/", account_view),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("", include(media_urls)),
    path("", include(exchange_urls)),
    path("", include(search_urls.without_language)),
    path("", include(site_urls)),
    *i18n_patterns(
        path("", include(search_urls)),
        path("", include(people_urls)),
        path("", include(cases_urls)),
        path("", include(wagtail_urls)),
    ),
]
