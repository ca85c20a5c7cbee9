"""Adding the language to an address that lacks it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware


class LanguagePrefixMiddleware(LocaleMiddleware):
    """Activates the visitor's language; an address that nothing answers is tried again with its prefix.

    Django's own does so after every 404. But when a view has answered one (an unknown record, say), that is
    the answer, and a program that asked for JSON must not be led to a page. Nor does a film depend on the
    language that its page is read in: it says so itself (`media.serving`).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.resolver_match is not None:
            return response
        if getattr(response, "language_exempt", False):
            return response
        return super().process_response(request, response)  # type: ignore[no-any-return]
