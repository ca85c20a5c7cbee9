"""Formulas are shown as formulas, prices as prices, and nothing in a formula acts."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from oer.materials.markdown import render
from oer.materials.prose import passages
from oer.materials.showing import as_shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Luku $\frac{1}{2}$ on puolet.", "<mfrac>"),
        ("$$\nx^2 = 4\n$$", 'display="block"'),
        (r"$\sqrt{2}$", "<msqrt>"),
        (r"$x < y$", "<mo>&lt;</mo>"),
        (r"$\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$", "<mtable>"),
    ],
)
def test_latex_between_dollar_signs_is_a_formula(text: str, expected: str) -> None:
    html = str(render(text))
    assert "<math" in html
    assert expected in html


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5, and two cost $10.",
        "Between $ 5 and 6 $ there is nothing.",
        r"A \$x\$ is no formula.",
        "Code is code: `$x$`.",
        "```\n$x$\n```",
        "A lone $ sign.",
        "$x\n\ny$",
    ],
)
def test_other_dollar_signs_stay_what_they_are(text: str) -> None:
    html = str(render(text))
    assert "<math" not in html
    assert "$" in html


@pytest.mark.parametrize(
    "hostile",
    [
        r"$\text{<script>alert(1)</script>}$",
        r"$\text{<img src=x onerror=alert(1)>}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\text{&lt;script&gt;alert(1)&lt;/script&gt;}$",
        r"$\class{a}{x} \style{background:url(//example.org)}{x}$",
        r'![$x" onerror="alert(1)$](/media/images/a.png)',
        r"[$x$](javascript:alert(1))",
    ],
)
def test_nothing_in_a_formula_acts(hostile: str) -> None:
    soup = BeautifulSoup(str(render(hostile)), "html.parser")
    assert soup.find("script") is None
    acting = [
        name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on") or name == "style"
    ]
    assert acting == []
    assert all(not str(tag["href"]).startswith("javascript") for tag in soup.find_all(href=True))
    assert all(str(tag["src"]).startswith("/media/") for tag in soup.find_all(src=True))


def test_what_cannot_be_read_is_shown_as_it_was_written() -> None:
    assert r"<code>\begin{nonsense} x</code>" in render(r"Tässä $\begin{nonsense} x$ on virhe.")


def test_a_list_mark_or_an_underline_inside_a_formula_makes_no_list_and_no_heading() -> None:
    html = str(render("$$\na\n= b\n- c\n$$"))
    assert "<ul" not in html
    assert "<h" not in html


def test_a_formula_survives_anchoring_and_short_ones_are_read_as_text() -> None:
    html = as_shown(str(render("## Juuret\n\nRatkaise $x^2$ ja $\\frac{a+b+c+d+e}{f+g+h+i+j}$ nyt.")), "b1")
    assert html.count("<math") == 2
    assert passages(html, "b1")[-1].text == "Ratkaise x2 ja nyt."


@given(st.text(alphabet="$\\{}x^_ &<>\"'`\n-=frac1", max_size=120))
def test_any_mixture_of_dollars_and_braces_renders_without_leaving_a_mark(text: str) -> None:
    html = str(render(text))
    assert "<script" not in html
    assert re.search(r"m[0-9a-f]{16}n\d+z", html) is None
