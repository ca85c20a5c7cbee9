"""Markdown becomes HTML that cannot act."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.materials.markdown import render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Murtoluvut", "<h3>Murtoluvut</h3>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
        ("```python\nprint('moi')\n```", '<code class="language-python">'),
        ("![Lukusuora](/media/images/x.png)", '<img alt="Lukusuora" src="/media/images/x.png">'),
        ("[linkki](https://example.org)", 'href="https://example.org"'),
    ],
)
def test_what_teachers_write_is_rendered(text: str, expected: str) -> None:
    source = text if text.startswith("##") else f"{text}\n"
    html = render(f"# Otsikko\n\n{source}")
    assert expected in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<iframe src='https://example.org'></iframe>",
        "<form action='https://example.org'><input name=a></form>",
        "<p style='background:url(https://example.org/a.png)'>x</p>",
        "![tracker](https://example.org/pixel.png)",
        "![tracker](//example.org/pixel.png)",
        "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    ],
)
def test_nothing_acts_or_loads_from_elsewhere(hostile: str) -> None:
    html = render(hostile)
    for forbidden in (
        "<script",
        "onerror",
        "javascript:",
        "<iframe",
        "<form",
        "<input",
        "style=",
        "pixel.png",
        "<svg",
    ):
        assert forbidden not in html


@pytest.mark.parametrize(
    ("text", "levels"),
    [("# A\n\n## B", ["h2", "h3"]), ("## A\n\n### B", ["h2", "h3"]), ("###### F", ["h6"])],
)
def test_the_page_title_stays_the_only_first_level_heading(text: str, levels: list[str]) -> None:
    html = render(text)
    assert "<h1" not in html
    assert [level for level in levels if f"<{level}>" in html] == levels


@given(st.text(max_size=400))
def test_any_text_renders_without_scripts_or_handlers(text: str) -> None:
    html = render(text).lower()
    assert "<script" not in html
    assert "<iframe" not in html
