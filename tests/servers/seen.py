"""What there was to see when a test in the browser failed: it says more than that something did not come."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Error

TEXT = 1500
LOG_LINES = 60
#: Requests of a page that failed or took longer than this many milliseconds are told.
SLOW = 2000

VISIBLE = "() => (document.querySelector('.modal-content') || document.body).innerText"
REQUESTS = """slow => performance.getEntriesByType("resource")
    .filter(each => each.responseStatus >= 400 || each.duration > slow)
    .map(each => `${each.responseStatus} after ${Math.round(each.duration)} ms: ${each.name}`)"""


def watch(context: Any) -> None:
    """Keep what the pages of this context say by the way: errors of scripts, and boxes with a message."""
    said: list[str] = []
    context.on("weberror", lambda error: said.append(f"script: {error.error}"))
    context.on("dialog", lambda box: _heard(box, said))
    context.said = said


def _heard(box: Any, said: list[str]) -> None:
    said.append(f"{box.type}: {box.message}")
    # Leaving a page is what a test means to do; any other question is one it did not expect.
    if box.type == "beforeunload":
        box.accept()
    else:
        box.dismiss()


def on_screen(browser: Any) -> str:
    """Each open page's address, its words (a dialog's before the page's), its failed and slow requests."""
    pages = [page for context in browser.contexts for page in context.pages]
    return "\n\n".join(_page(page) for page in pages)


def _page(page: Any) -> str:
    try:
        words, requests = page.evaluate(VISIBLE), page.evaluate(REQUESTS, SLOW)
    except Error as error:
        # It must not hide why the test failed.
        return f"{page.url}\n(cannot be asked: {error})"
    return "\n".join([page.url, *getattr(page.context, "said", ()), *requests, words[:TEXT]])


def last_lines(log: Path) -> str:
    """The end of what the running site printed."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LOG_LINES:])
