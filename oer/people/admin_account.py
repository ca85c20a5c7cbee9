"""The admin's account page with one choice of language, `User.language`, in place of Wagtail's own."""

from __future__ import annotations

from typing import Any

from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.views import account


class _TimeZoneForm(LocalePreferencesForm):  # type: ignore[misc]
    """Wagtail's form without its choice of language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("preferred_language", None)


class AccountView(account.AccountView):  # type: ignore[misc]
    """Wagtail's page; `oer.people.wagtail_hooks` adds our choice to it."""

    def get_panels(self) -> list[Any]:
        """Wagtail's panels and ours."""
        panels: list[Any] = super().get_panels()
        for panel in panels:
            if isinstance(panel, account.LocaleSettingsPanel):
                panel.form_class = _TimeZoneForm
        return panels


account_view = never_cache(require_admin_access(AccountView.as_view()))
