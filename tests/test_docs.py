"""The documentation names what there is: settings, environment variables, commands."""

import re
from pathlib import Path

from django.conf import global_settings
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
#: Settings that belong to Django, Wagtail or a package, whose own documentation says what they mean.
FOREIGN = ("WAGTAIL", "TAGGIT", "CONTENT_SECURITY_POLICY", "TASKS", "ROOT_URLCONF")
READ = re.compile(r"(?:environ(?:\.get\(|\[)|_required\(|getenv\()\"([A-Z][A-Z0-9_]*)\"")


def documented() -> set[str]:
    """Every name in code type in the settings' documentation."""
    return set(
        re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))
    )


def test_every_setting_of_the_project_is_documented():
    defined = set()
    for name in ("base", "production"):
        text = (ROOT / "oer" / "settings" / f"{name}.py").read_text(encoding="utf-8")
        defined |= set(re.findall(r"^([A-Z][A-Z0-9_]+)\b.*?=", text, re.MULTILINE))
    own = {name for name in defined if not hasattr(global_settings, name) and not name.startswith(FOREIGN)}
    assert own
    missing = own - documented()
    assert not missing


def test_every_environment_variable_is_documented():
    read = set()
    for folder in ("oer", "media", "search", "bin", "bench", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= set(READ.findall(path.read_text(encoding="utf-8")))
    assert {"DATABASE_URL", "SECRET_KEY"} <= read
    missing = read - documented()
    assert not missing


def test_every_command_of_the_project_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    ours = {name for name, app in get_commands().items() if app.startswith(("oer.", "search", "media"))}
    assert ours
    assert not {name for name in ours if f"`{name}" not in text and f"manage.py {name}" not in text}
