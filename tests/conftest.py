"""What the tests of several rooms stand on: real servers, a real browser, the shared data folder."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from unittest import TestCase

import pytest

from tests.servers.browser import chromium
from tests.servers.elasticsearch import elasticsearch
from tests.servers.processes import Missing
from tests.servers.seen import last_lines, on_screen, watch
from tests.servers.site import Site, running_site

ROOT = Path(__file__).resolve().parent.parent


#: How long the browser looks for what should be there, in milliseconds: a busy machine is later, not wrong.
PATIENCE = 45_000

#: What a test asks for decides which profiles it is for.
MARKS = {"elasticsearch_url": "elasticsearch", "browser": "browser", "site_process": "browser"}
#: What asks for a database, and so for each kind of database in turn.
DATABASE = {"db", "transactional_db", "django_db_setup", "postgresql_url", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the servers they ask for, before `-m` chooses among them."""
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if _is_the_same_everywhere(item):
            item.add_marker("once")


def _is_the_same_everywhere(item: pytest.Item) -> bool:
    """Whether a test asks for no server of any kind: then it is run in one profile only."""
    if issubclass(getattr(item, "cls", None) or object, TestCase):
        return False  # Django's own test cases ask for their database themselves
    asks = any(item.get_closest_marker(mark) for mark in ("django_db", "postgresql", *MARKS.values()))
    return not asks and DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed in the browser tells what was on the screen, and what the site had printed."""
    report = yield
    used = getattr(item, "funcargs", {})
    if report.when == "call" and report.failed:
        if "browser" in used:
            report.sections.append(("On the screen", on_screen(used["browser"])))
        if "site_process" in used:
            report.sections.append(("Printed by the site", last_lines(used["site_process"].log)))
    return report


def missing(reason: str) -> None:
    """A test cannot run here: skipped on a laptop, failed in CI, where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"Missing in CI: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data: `KIERTO_SHARED_DATA`, else `shared/data` beside the checkout."""
    folder = Path(os.environ.get("KIERTO_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        missing("The shared data folder is not there; KIERTO_SHARED_DATA says where it is")
    return folder


@pytest.fixture(scope="session")
def postgresql_url() -> str:
    """The PostgreSQL of this profile, for tests that make databases of their own; empty for SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """A real Elasticsearch: the one of `ELASTICSEARCH_URL`, else one started for this session."""
    if os.environ.get("ELASTICSEARCH_URL"):
        yield os.environ["ELASTICSEARCH_URL"]
        return
    try:
        with elasticsearch() as url:
            yield url
    except Missing as reason:
        missing(str(reason))


@pytest.fixture
def without_elasticsearch(settings: Any) -> None:
    """For counting queries: asking an engine that is away again costs one, whenever its pause is over."""
    settings.ELASTICSEARCH_URL = ""


@pytest.fixture(scope="session")
def site_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole system as `make run` starts it, with demo content, in a folder of its own."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def live_site(site_process: Site) -> str:
    """The address of the running system, without a slash at the end."""
    return site_process.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    try:
        with chromium() as browser:
            yield browser
    except Missing as reason:
        missing(str(reason))


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page in a browser profile of its own, in Finnish."""
    context = browser.new_context(locale="fi-FI", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    watch(context)
    try:
        yield context.new_page()
    finally:
        context.close()
