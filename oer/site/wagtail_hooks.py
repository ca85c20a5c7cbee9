"""The admin in the site's colours."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_colours() -> SafeString:
    """The stylesheet that gives Wagtail's admin our colours and our mark."""
    return format_html('<link rel="stylesheet" href="{}">', static("kierto/admin.css"))
