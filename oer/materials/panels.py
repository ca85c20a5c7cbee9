"""The place in the editor where a material's readiness is shown.

What is shown comes from a room above this one: whoever registers the hook `readiness_component` gives a
function `(request, page) -> component | None`, a component being anything with `render_html(context)`.
"""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.panels import Panel

HOOK = "readiness_component"


class ReadinessPanel(Panel):
    """Shows what stands between the page and its publication, worst first."""

    class BoundPanel(Panel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(self._components())

        def render_html(self, parent_context: Any = None) -> SafeString:
            html = "".join(component.render_html(parent_context) for component in self._components())
            return mark_safe(html)  # noqa: S308 - components render escaped templates

        def _components(self) -> list[Any]:
            made = (make(self.request, self.instance) for make in hooks.get_hooks(HOOK))
            return [component for component in made if component is not None]
