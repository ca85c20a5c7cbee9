"""Leaving a wish for what was not found. Works without JavaScript; nobody needs an account."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oer.domain.proxies import address_behind
from oer.domain.text import LANGUAGES
from search.asking import known_filters
from search.query.scanning import clean
from search.query.tree import FACETS
from search.wishes import LONGEST_NOTE, LONGEST_TEXT, TooManyWishes, leave_wish


class WishForm(forms.Form):
    """What somebody looked for, and what they would like it to be."""

    q = forms.CharField(
        label=gettext_lazy("What did you look for?"),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("What would help you? (optional)"),
        help_text=gettext_lazy("For example the grade, the language or the purpose. No names, please."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_q(self) -> str:
        """Without marks that cannot be shown. Raises ValidationError when nothing is left."""
        text = clean(self.cleaned_data["q"])
        if not text:
            raise forms.ValidationError(_("Write a word or two."))
        return text

    def clean_note(self) -> str:
        return clean(self.cleaned_data["note"])


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """The form on a page of its own; stores the wish and leads back to the search."""
    asked = request.POST if request.method == "POST" else request.GET
    filters = known_filters({name: asked.getlist(name) for name in FACETS})
    language = get_language() or LANGUAGES[0]
    status = HTTPStatus.OK
    if request.method != "POST":
        form = WishForm(initial={"q": clean(asked.get("q", ""))[:LONGEST_TEXT]})
    elif (form := WishForm(request.POST)).is_valid():
        text, note = form.cleaned_data["q"], form.cleaned_data["note"]
        try:
            leave_wish(text, language, filters, note, _address(request))
        except TooManyWishes:
            form.add_error(
                None, _("Many wishes have come in a short time. Yours is kept here: try again later.")
            )
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            thanks = _("Thank you! Your wish goes to those who make and gather materials.")
            messages.success(request, thanks)
            return HttpResponseRedirect(f"{reverse('search')}?{urlencode({'q': text})}")
    else:
        status = HTTPStatus.BAD_REQUEST
    context = {"form": form, "kept": [(name, value) for name in filters for value in filters[name]]}
    response = render(request, "search/wish.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _address(request: HttpRequest) -> str:
    forwarded, remote = (request.META.get(name, "") for name in ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"))
    return address_behind(forwarded, remote, settings.TRUSTED_PROXIES)
