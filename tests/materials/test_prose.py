"""Reading HTML: headings, anchors and passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from oer.domain.record import Passage
from oer.materials.prose import headings, passages, with_anchors

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
    assert all(f'id="{anchor}"' in with_anchors(HTML, "b1") for anchor in anchors)


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
