"""The shell's own views: choosing a language, and what is shown when something went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from oer.site.languages import in_language, language_codes

#: How long a chosen language is remembered, in seconds: a school year.
REMEMBERED_FOR = 365 * 24 * 3600


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remembers the interface language and goes to the same page in it. Raises Http404 for any other code."""
    if code not in language_codes():
        raise Http404
    address = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or not address.startswith("/"):
        address = f"/{code}/"
    response = HttpResponseRedirect(in_language(address, code))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=REMEMBERED_FOR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an unexpected failure. Reads no database and no session: either may be what failed."""
    body = loader.render_to_string("500.html", {"address": request.get_full_path()})
    return HttpResponseServerError(body)
