"""Text as a page shows it: its outline, and what scrolls within a keyboard's reach."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from oer.materials.blocks import MarkdownBlock
from oer.materials.markdown import render
from oer.materials.prose import headings
from oer.materials.showing import Setting, as_shown
from tests.materials.factories import published

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"


def shown(text: str, language: str = "fi", of: str = "fi") -> BeautifulSoup:
    """Markdown in the language `of`, on a page in `language`."""
    with translation.override(language):
        return BeautifulSoup(as_shown(render(text), "b1", Setting(language=of)), "html.parser")


def test_every_heading_has_its_anchor() -> None:
    html = "<h2>Murtoluvut</h2><p>Puolet.</p><h2>Murtoluvut</h2>"
    found = BeautifulSoup(as_shown(html, "b1"), "html.parser")
    assert [tag["id"] for tag in found.find_all("h2")] == [one.anchor for one in headings(html, "b1")]


def test_a_heading_on_another_level_than_chosen_looks_as_it_was_chosen() -> None:
    found = shown("## A\n\n#### B\n\n##### C\n\n### D\n\n## E").find_all(["h2", "h3", "h4"])
    assert [(tag.name, tag.get("class")) for tag in found] == [
        ("h2", None),
        ("h3", ["looks-4"]),
        ("h4", ["looks-4"]),
        ("h3", None),
        ("h2", None),
    ]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [(TABLE, "table", "Table"), ("```\nkoodia\n```", "pre", "Code"), ("$$x^2$$", "math", "Formula")],
)
@pytest.mark.parametrize("language", ["en", "sv", "fi"])
def test_what_may_be_too_wide_is_a_stop_with_a_name_in_the_pages_language(
    text: str, name: str, label: str, language: str
) -> None:
    found = shown(text, language)
    (frame,) = found.select(".wide")
    assert (frame["tabindex"], frame["role"]) == ("0", "group")
    with translation.override(language):
        assert frame["aria-label"] == translation.gettext(label)
    (inside,) = frame.find_all(True, recursive=False)
    assert inside.name == name
    # The name is in the page's language, what it names in its own.
    languages = (None, None) if language == "fi" else (language, "fi")
    assert (frame.get("lang"), inside.get("lang")) == languages


def test_a_language_that_the_text_says_itself_stays() -> None:
    found = shown('<div lang="sv" markdown="1">\n\n' + TABLE + "\n</div>", "en")
    assert (found.select_one(".wide")["lang"], found.table["lang"]) == ("en", "sv")


def test_a_formula_in_the_line_and_what_lies_in_a_frame_are_no_stops_of_their_own() -> None:
    assert not shown("Kun $x^2$ kasvaa").select(".wide")
    nested = "<table><tr><td><pre>a</pre></td><td><table><tr><td>b</td></tr></table></td></tr></table>"
    assert len(shown(nested).select(".wide")) == 1
    # A paragraph goes on round a formula on a line of its own.
    paragraph = shown("Silloin\n$$x^2$$\non neliö.").p
    assert paragraph.select_one("span.wide math") is not None
    assert "neliö" in paragraph.get_text()


@pytest.mark.django_db
def test_the_texts_of_a_material_are_one_outline(client: Client) -> None:
    """A text that goes on under another one's heading, and headings in Wagtail's own editor."""
    body = [
        ("markdown", "## Alku\n\n#### Välineet"),
        ("markdown", "#### Tehtävä\n\n### Ohje"),
        ("text", "<h2>Loppu</h2><h4>Lähteet</h4>"),
    ]
    page = published(body=body)
    found = BeautifulSoup(client.get(f"/fi/materials/{page.slug}/").content, "html.parser")
    told = [(int(tag.name[1]), tag.get_text()) for tag in found.select(".prose :is(h2, h3, h4)")]
    assert told == [(2, "Alku"), (3, "Välineet"), (3, "Tehtävä"), (3, "Ohje"), (2, "Loppu"), (3, "Lähteet")]
    anchors = [tag["id"] for tag in found.select(".prose :is(h2, h3, h4)")]
    assert [link["href"] for link in found.select("nav.contents a")] == [f"#{anchor}" for anchor in anchors]


def test_a_block_alone_is_an_outline_of_its_own() -> None:
    block = MarkdownBlock()
    html = Template("{{ html }}").render(Context(block.get_context("#### A\n\n##### B")))
    assert [tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)] == ["h2", "h3"]
