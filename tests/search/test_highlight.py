"""What a hit shows: marked words, the best piece of its text, and why."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.highlight import best_excerpt, marked_title, why
from search.meeting import met_as_kept
from search.query import parse
from tests.search.meetings import meet, packed_places, piece

TAG = re.compile(r"<[^>]*>")


def highlight(text, query, language):
    return marked_title(text, meet([piece(text, "title", language)], query))


def best_passage(pieces, query, length=220):
    return best_excerpt(meet(pieces, query), length).html


def body(*texts, language="fi"):
    return [piece(text, "body", language) for text in texts]


def marks(html):
    return re.findall(r"<mark>(.*?)</mark>", html)


@pytest.mark.parametrize(
    ("typed", "language", "text", "marked"),
    [
        ("murtolukuja", "fi", "Murtoluvut ja desimaaliluvut", ["Murtoluvut"]),
        ("vene", "fi", "Kilpailuvene vesillä", ["Kilpailuvene"]),
        ("silmukoissa print", "fi", "Silmukka: print(x)", ["Silmukka", "print"]),
        ("bråktal", "sv", "Räkna med bråktalen", ["bråktalen"]),
        ("fractions", "en", "A fraction of fractions", ["fraction", "fractions"]),
        ('"toisen asteen"', "fi", "Toisen asteen yhtälö, toisen kerran", ["Toisen asteen"]),
        ("kissa", "fi", "Koira", []),
        # A part marks only where there is nothing better.
        ("murtolukulasku", "fi", "Murtolukulaskuja luvuilla", ["Murtolukulaskuja"]),
        ("murtolukulasku", "fi", "Luvuilla", ["Luvuilla"]),
        ("äiti", "fi", "A\u0308iti", ["A\u0308iti"]),
    ],
)
def test_words_are_marked_by_any_of_their_forms(typed, language, text, marked):
    html = highlight(text, parse(typed, "fi"), language)
    assert marks(html) == marked
    assert TAG.sub("", html) == text


def test_everything_but_the_marks_is_escaped():
    html = highlight("<script>alert('luku')</script> & luku", parse("luku", "fi"), "fi")
    assert html == (
        "&lt;script&gt;alert(&#x27;<mark>luku</mark>&#x27;)&lt;/script&gt; &amp; <mark>luku</mark>"
    )


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=40), st.sampled_from(["fi", "sv", "en", "de"]))
@example("a b a b", '"a b" a', "en")
@example("<luku>", "luku", "fi")
def test_a_highlight_is_the_text_itself_with_marks_only(text, typed, language):
    html = highlight(text, parse(typed, language), language)
    assert set(TAG.findall(html)) <= {"<mark>", "</mark>"}
    assert unescape(TAG.sub("", html)) == unescape(html.replace("<mark>", "").replace("</mark>", ""))
    assert len(marks(html)) == html.count("</mark>")


@settings(deadline=None)
@given(st.lists(st.text(max_size=300), max_size=4), st.text(max_size=40), st.integers(20, 400))
def test_a_passage_is_a_safe_piece_for_any_text(texts, typed, length):
    html = best_passage(body(*texts), parse(typed, "fi"), length)
    assert set(TAG.findall(html)) <= {"<mark>", "</mark>"}
    assert bool(html) == bool(marks(html))


def test_the_passage_with_most_words_of_the_query_is_shown():
    passages = body(
        "Silmukka toistaa. " * 30,
        "Aluksi "
        + "jotain muuta. " * 40
        + "Listojen käsittely silmukoissa on tärkeää. "
        + "Lopuksi muuta. " * 40,
    )
    html = best_passage(passages, parse("listojen käsittely silmukassa", "fi"))
    assert marks(html) == ["Listojen", "käsittely", "silmukoissa"]
    assert "<mark>Listojen</mark> <mark>käsittely</mark> <mark>silmukoissa</mark> on tärkeää." in html
    assert len(TAG.sub("", html)) <= 226


def test_the_rarer_word_decides_between_equals():
    text = "Luku. " * 60 + "Sitten tulee paraabeli." + " Luku." * 60
    assert "paraabeli" in best_passage(body(text), parse("luku paraabeli", "fi"), 60)


def test_a_passage_cut_in_the_middle_says_so():
    html = best_passage(body("sana " * 100 + "paraabeli " + "sana " * 100), parse("paraabeli", "fi"), 60)
    assert html.startswith("… ")
    assert html.endswith(" …")


def test_nothing_is_shown_where_nothing_is_met():
    assert best_passage(body("Koira haukkuu."), parse("kissa", "fi")) == ""
    assert best_passage([], parse("kissa", "fi")) == ""


def test_white_space_of_a_passage_becomes_single_spaces():
    html = best_passage(body("yksi\n\n  paraabeli\tkaksi"), parse("paraabeli", "fi"))
    assert html == "yksi <mark>paraabeli</mark> kaksi"


def test_why_names_the_word_the_field_and_the_form():
    pieces = [
        piece("Luvun neliö", "title"),
        piece("Kilpailuveneet", "description"),
        piece("Lasketaan murtoluvuilla"),
        piece("Ratkaiseminen"),
    ]
    query = parse("murtolukuja vene kissa neliö ratkaisu", "fi")
    assert [(r.group, r.field, r.form, r.word) for r in why(meet(pieces, query), query.groups)] == [
        ("murtolukuja", "body", "lemma", "murtoluvuilla"),
        ("vene", "description", "compound", "Kilpailuveneet"),
        ("neliö", "title", "surface", "neliö"),
        ("ratkaisu", "body", "stem", "Ratkaiseminen"),
    ]


def test_a_name_is_met_as_it_is_written_and_not_by_what_it_could_mean():
    pieces = [piece("Maija Kivelä-Järvinen", "people"), piece("Järven takana")]
    for typed, words in (("Järvisen", ["Kivelä-Järvinen"]), ("kivelä", ["Kivelä-Järvinen"]), ("järvi", [])):
        query = parse(typed, "fi")
        reasons = why(meet(pieces, query), query.groups)
        assert [reason.word for reason in reasons if reason.field == "people"] == words


def test_where_an_excerpt_stands_is_told():
    pieces = [piece("Koira"), piece("Kissa juoksee", place="#t=83"), piece("Hiiri")]
    assert best_excerpt(meet(pieces, parse("kissa", "fi"))).place == "#t=83"


def test_a_page_of_long_hits_is_marked_quickly():
    text = "Murtolukuja käsitellään silmukoissa, kun listojen alkiot lasketaan yhteen. " * 200
    query = parse("murtoluku silmukka lista", "fi")
    packed = packed_places([piece(text)])
    met_as_kept(packed, query.groups)
    begun = time.process_time()
    for _ in range(20):
        meeting = met_as_kept(packed, query.groups)
        best_excerpt(meeting)
        why(meeting, query.groups)
    # Each hit is 15,000 characters full of matches, which is the worst case; a usual page takes a tenth.
    assert time.process_time() - begun < 0.5
