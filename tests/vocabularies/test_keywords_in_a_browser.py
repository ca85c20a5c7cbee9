"""Keywords as a teacher writes them: by keyboard, by click, from the text itself, without our script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from oer.vocabularies.concepts import COLUMNS
from tests.journeys.editor import save, sign_in
from tests.servers.site import Site

YSO = "http://www.yso.fi/onto/yso/"
ROWS = (
    f"{YSO}p19541\tmurtoluvut\tbråktal\tfractions\t\t\t1",
    f"{YSO}p18961\tlukujonot\ttalföljder\tsequences\t\t\t1",
)


@pytest.fixture(scope="module")
def address(site_process: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site whose ontology has two concepts."""
    table = tmp_path_factory.mktemp("yso") / "yso.tsv"
    table.write_text("\n".join(["\t".join(COLUMNS), *ROWS]), encoding="utf-8")
    site_process.manage("import_concepts", str(Path(table)))
    return site_process.url


def sent(page: Any) -> tuple[str, dict[str, str]]:
    """What the form would send: the words, and which of them are concepts."""
    words = page.locator("input[name=keywords]").input_value()
    return words, json.loads(page.locator("input[name=keywords-concepts]").input_value())


def test_concepts_are_chosen_by_keyboard_and_from_the_suggestions(page: Any, address: str) -> None:
    page.set_default_timeout(60_000)
    sign_in(page, address, "teacher", "/admin/new-material/")
    page.fill("#id_title", "Murtolukujen vertailua")
    field = page.locator("#id_keywords")
    field.press_sequentially("lukuj")
    page.get_by_role("option", name="lukujonot").wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    field.fill("oma sana, toinen")
    assert sent(page) == ("lukujonot, oma sana, toinen", {"lukujonot": f"{YSO}p18961"})
    page.locator(".keywords__chip", has_text="toinen").get_by_role("button").click()
    assert sent(page)[0] == "lukujonot, oma sana"

    save(page)
    suggestion = page.locator("[data-keyword-suggestions] button", has_text="murtoluvut")
    for _pause in range(20):  # until the worker has written down the names of the concepts
        page.wait_for_timeout(3000)
        if suggestion.is_visible():
            break
        page.reload()
    suggestion.click()
    assert sent(page) == (
        "lukujonot, oma sana, murtoluvut",
        {"lukujonot": f"{YSO}p18961", "murtoluvut": f"{YSO}p19541"},
    )
    assert not suggestion.is_visible()


def test_when_the_script_does_not_come_keywords_are_words_between_commas(page: Any, address: str) -> None:
    page.set_default_timeout(60_000)
    # Wagtail's editor needs JavaScript, but nothing in it may depend on ours.
    page.route("**/kierto/keywords*.js", lambda route: route.abort())
    sign_in(page, address, "teacher", "/admin/new-material/")
    page.fill("#id_title", "Ilman omaa skriptiä")
    page.fill("#id_keywords", "murtoluvut, oma sana")
    save(page)
    assert set(page.locator("#id_keywords").input_value().split(", ")) == {"murtoluvut", "oma sana"}
