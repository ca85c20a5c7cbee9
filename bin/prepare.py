"""Bring the database up to date; give a new one its roles and demo content. Safe to run at every start."""

import argparse
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oer.settings.dev")

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402


def main() -> int:
    """Migrate, set up site, roles and workflow; with --demo, fill a new database once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="give a new database demo content and accounts")
    arguments = parser.parse_args()
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    quiet = io.StringIO()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    for command in ("set_up_site", "sync_roles", "set_up_screening"):
        call_command(command, stdout=quiet)
    if arguments.demo:
        demo()
    return 0


def demo() -> None:
    """Create the demo content, unless it was created whole before and its people are still there."""
    from django.contrib.auth import get_user_model

    created = Path(settings.VAR_DIR) / "demo-created"
    if created.exists() and get_user_model().objects.exists():
        return
    call_command("create_demo")
    created.touch()


if __name__ == "__main__":
    sys.exit(main())
