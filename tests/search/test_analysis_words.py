"""Where words begin and end, and how they fold: the same in every language."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.analysis import analyse
from search.analysis.words import LONGEST, find_words, fold

TEXTS = st.text(max_size=300)
#: The first word of a language loads its word list, which takes longer than an example may.
unhurried = settings(deadline=None)
ANY_LANGUAGE = st.sampled_from(["fi", "sv", "en", "fr", "zh-Hant", "", "xx-yy"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('kutsu print("Moi") kahdesti', ["kutsu", "print", "Moi", "kahdesti"]),
        ("MAA5, T3/L1 ja S2-opetus", ["MAA5", "T3", "L1", "ja", "S2-opetus"]),
        ("klo 12:30 12.5.2026.", ["klo", "12:30", "12.5.2026"]),
        ("3,14 ja 1990-luvulla", ["3,14", "ja", "1990-luvulla"]),
        ("vuosina 2016–2019", ["vuosina", "2016", "2019"]),
        ("EU:n ja tv:ssä: näin", ["EU:n", "ja", "tv:ssä", "näin"]),
        ("maa- ja metsätalous", ["maa", "ja", "metsätalous"]),
        ("vaa'an, children’s", ["vaa'an", "children’s"]),
        ("_kursiivi_ **lihava** __init__", ["kursiivi", "lihava", "init"]),
        ("C++, C# ja F#", ["C++", "C#", "ja", "F#"]),
        ("U.S.A. today", ["U.S.A.", "today"]),
        ("x² + y_1 = CO₂", ["x²", "y_1", "CO₂"]),
        ("oppi\u00admateriaali", ["oppi\u00admateriaali"]),
        ("a\u0308iti", ["a\u0308iti"]),
        ("हिन्दी", ["हिन्दी"]),
        ("漢字", ["漢", "字"]),
        ("*** – ??? \x00 \u202e", []),
    ],
)
def test_words_begin_and_end_where_a_reader_sees_them(text, words):
    assert [match.group() for match in find_words(text)] == words


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("ÄITI", "äiti"),
        ("a\u0308iti", "äiti"),
        ("oppi\u00admateriaali", "oppimateriaali"),
        ("CO₂", "co2"),
        ("ﬁlmi", "filmi"),
        ("children’s", "children's"),
        ("linja‑auto", "linja-auto"),
        ("Straße", "strasse"),
    ],
)
def test_a_word_folds_to_what_is_typed_for_it(word, folded):
    assert fold(word) == folded


@unhurried
@given(TEXTS)
@example("ﷺ")
@example("ͅ" * 3)
@example("ŉ")
@example("İstanbul")
def test_folding_is_idempotent_and_leaves_no_white_space(text):
    for match in find_words(text):
        folded = fold(match.group())
        assert folded
        assert not any(letter.isspace() for letter in folded)
        assert len(folded) <= LONGEST
        assert fold(folded) == folded


@unhurried
@given(TEXTS, ANY_LANGUAGE)
@example("a" * 300, "fi")
@example("-".join("ab" * 60), "sv")
@example("a:n:n:n b:ssa", "fi")
def test_tokens_are_slices_of_the_text_in_order(text, language):
    at = 0
    for token in analyse(text, language):
        assert text[token.start : token.end] == token.text
        assert at <= token.start < token.end
        at = token.end
        for form in (token.main, *token.extra):
            assert form
            assert form == "".join(form.split())


@unhurried
@given(TEXTS, ANY_LANGUAGE)
def test_analysis_says_the_same_twice(text, language):
    assert analyse(text, language) == analyse(text, language)


@unhurried
@given(TEXTS)
def test_every_language_cuts_a_text_alike(text):
    places = {
        tuple((token.start, token.end, token.surface) for token in analyse(text, language))
        for language in ("fi", "sv", "en", "de")
    }
    assert len(places) == 1
