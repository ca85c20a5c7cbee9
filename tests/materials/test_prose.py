"""Reading HTML: headings, anchors and passages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.domain.record import Passage
from oer.materials.prose import headings, passages, without_gaps

HTML = (
    "<h2>Murtoluvut</h2><p>Puolet <b>kakusta</b>.</p>"
    "<ul><li>yksi<ul><li>kaksi</li></ul></li></ul><h2>Murtoluvut</h2>"
)


def test_a_text_marked_with_a_language_says_it_and_stays_apart() -> None:
    html = (
        '<h2 lang="sv">Bråk</h2><p>Suomeksi.</p><p lang="sv">På svenska.</p><p lang="sv">Mera.</p>'
        '<div lang="en"><p>In English.</p><p lang="x y">Still so.</p></div><p>Taas <i lang="la">sic</i>.</p>'
    )
    assert [(one.kind, one.text, one.language) for one in passages(html, "b1")] == [
        ("heading", "Bråk", "sv"),
        ("body", "Suomeksi.", ""),
        ("body", "På svenska. Mera.", "sv"),
        ("body", "In English. Still so.", "en"),
        ("body", "Taas sic.", ""),
    ]


def test_headings_with_the_same_text_get_different_anchors() -> None:
    anchors = [heading.anchor for heading in headings(HTML, "b1")]
    assert anchors == ["b1-murtoluvut", "b1-murtoluvut-2"]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ([2, 3, 4, 3, 2], [2, 3, 4, 3, 2]),
        ([2, 4, 4, 2], [2, 3, 3, 2]),
        ([4, 3, 2], [2, 2, 2]),
        ([3, 5, 4, 6, 2], [2, 3, 3, 4, 2]),
        ([], []),
    ],
)
def test_a_level_that_was_left_out_is_closed_up(chosen: list[int], shown: list[int]) -> None:
    assert without_gaps(chosen) == shown


@given(st.lists(st.integers(2, 6), max_size=30))
def test_no_heading_is_left_without_one_a_level_above_and_all_stand_under_the_same_ones(
    chosen: list[int],
) -> None:
    shown = without_gaps(chosen)
    assert all(level <= before + 1 for before, level in pairwise([1, *shown]))
    assert [_above(place, shown) for place in range(len(shown))] == [
        _above(place, chosen) for place in range(len(chosen))
    ]
    # A text that leaves none out is as it was.
    if all(level <= before + 1 for before, level in pairwise([1, *chosen])):
        assert shown == chosen


def _above(place: int, levels: list[int]) -> int | None:
    """The heading that this one stands under."""
    return next((at for at in reversed(range(place)) if levels[at] < levels[place]), None)


def test_text_is_read_in_order_and_belongs_to_its_heading() -> None:
    assert passages(HTML, "b1") == [
        Passage(kind="heading", text="Murtoluvut", place="b1-murtoluvut"),
        Passage(kind="body", text="Puolet kakusta. yksi kaksi", place="b1-murtoluvut"),
        Passage(kind="heading", text="Murtoluvut", place="b1-murtoluvut-2"),
    ]


def test_the_text_that_stands_for_a_picture_is_read_too() -> None:
    found = passages('<p>Katso: <img src="/a.png" alt="Lukusuora nollasta yhteen"></p>', "b1")
    assert Passage(kind="alternative", text="Lukusuora nollasta yhteen") in found


def test_long_text_is_kept_in_pieces_that_can_be_shown() -> None:
    found = passages("".join(f"<p>{'sana ' * 60}{n}</p>" for n in range(8)), "b1")
    assert len(found) > 1
    assert all(len(passage.text) <= 600 for passage in found)


@given(st.lists(st.text(alphabet="abc åäö", min_size=1, max_size=30), max_size=8))
def test_no_word_is_lost(texts: list[str]) -> None:
    html = "".join(f"<p>{text}</p>" if n % 2 else f"<li>{text}</li>" for n, text in enumerate(texts))
    read = " ".join(passage.text for passage in passages(html, "p")).split()
    assert read == " ".join(texts).split()
