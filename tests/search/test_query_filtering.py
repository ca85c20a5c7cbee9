"""Filters typed among the words: found where they stand, and taken out without touching the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import parse
from search.query.filtering import typed_filters, without_typed
from search.query.scanning import clean, scan
from tests.search.hostile import HOSTILE

FILTERS = {
    "subject:music": ("subject", "music"),
    "Aine:Musiikki": ("subject", "music"),
    'ämne:"musik"': ("subject", "music"),
    "kieli:suomi": ("language", "fi"),
    'koulu:"Kallion koulu"': ("school", "Kallion koulu"),
}
#: None of these is a filter.
OTHERS = [
    "murtoluku",
    '"kylmä sota"',
    "-subject:music",
    "subject:nonsense",
    "title:musiikki",
    "(a+b)²",
    "-",
    ":",
]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("subject:music", ""),
        ("aine:musiikki murtoluku", "murtoluku"),
        ("murtoluku ämne:musik", "murtoluku"),
        ("Murtoluku  subject:music   ja nuotti", "Murtoluku  ja nuotti"),
        ('subject:music "kylmä  sota" -sota subject:"Musiikki"', '"kylmä  sota" -sota'),
        ('"kylmä sota"subject:music"kalla kriget"', '"kylmä sota" "kalla kriget"'),
        ("-subject:music subject:nonsense subject: title:music", None),
        ('"subject:music"', None),
    ],
)
def test_filters_are_cut_out_and_what_is_none_stays(typed: str, left: str | None) -> None:
    assert without_typed(typed, typed_filters(typed)) == (typed if left is None else left)


@given(
    st.lists(st.sampled_from([*FILTERS, *OTHERS]), max_size=8),
    st.sampled_from([" ", "  ", "\u3000"]),
    st.data(),
)
def test_taking_one_filter_out_leaves_the_query_of_the_rest(
    typed: list[str], between: str, data: st.DataObject
) -> None:
    text = between.join(typed)
    found = typed_filters(text)
    assert [(one.facet, one.value) for one in found] == [FILTERS[one] for one in typed if one in FILTERS]
    if not found:
        return
    chosen = data.draw(st.sampled_from(found))
    key = (chosen.facet, chosen.value)
    left = without_typed(text, [one for one in found if (one.facet, one.value) == key])
    assert left == between.join(one for one in typed if FILTERS.get(one) != key)
    before, after = parse(text, "fi"), parse(left, "fi")
    assert (after.groups, after.excluded) == (before.groups, before.excluded)
    assert after.filters == {
        facet: values for facet, values in before.filters.items() if facet != chosen.facet
    }


@given(st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_nothing_typed_breaks_it_and_every_word_is_kept(typed: str) -> None:
    text = clean(typed)
    found = typed_filters(text)
    left = without_typed(text, found)
    assert parse(text, "fi").text == text
    if not found:
        assert left == text
    standing = {(piece.start, piece.end) for piece in scan(text)} - {(one.start, one.end) for one in found}
    for start, end in standing:
        assert text[start:end] in left
