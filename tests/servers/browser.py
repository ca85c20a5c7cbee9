"""A headless Chromium, as Debian has it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.servers.processes import Missing

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser that is installed. Raises Missing."""
    found = [path for name in PROGRAMS if (path := shutil.which(name))]
    if not found:
        raise Missing("Chromium is not installed (Debian package chromium)")
    flags = list(FLAGS) if os.getuid() == 0 else [flag for flag in FLAGS if flag != "--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=flags)
        try:
            yield browser
        finally:
            browser.close()
