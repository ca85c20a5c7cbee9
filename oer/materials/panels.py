"""Places in the editor that are filled by a room above this one.

Whoever registers a panel's hook gives a function `(request, page) -> component | None`, a component being
anything with `render_html(context)`.
"""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.panels import Panel

HOOK = "readiness_component"
KEYWORDS_HOOK = "keywords_component"


class HookPanel(Panel):
    """Shows the components of its hook; nothing while the page has never been saved."""

    hook = ""

    class BoundPanel(Panel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(self._components())

        def render_html(self, parent_context: Any = None) -> SafeString:
            html = "".join(component.render_html(parent_context) for component in self._components())
            return mark_safe(html)  # noqa: S308 - components render escaped templates

        def _components(self) -> list[Any]:
            made = (make(self.request, self.instance) for make in hooks.get_hooks(self.panel.hook))
            return [component for component in made if component is not None]


class ReadinessPanel(HookPanel):
    """Shows what stands between the page and its publication, worst first."""

    hook = HOOK


class KeywordSuggestionsPanel(HookPanel):
    """Proposes keywords under the field for them."""

    hook = KEYWORDS_HOOK
