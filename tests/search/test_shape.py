"""The tree that both engines build."""

from __future__ import annotations

import pytest

from search.engines.shape import ALTERNATIVES, GROUPS, needed, shape
from search.query.tree import TEXT_FIELDS, Alternative, Group, Query, streams_of


def group(*terms: str, required: bool = False) -> Group:
    return Group(terms[0], tuple(Alternative(term) for term in terms), required)


@pytest.mark.parametrize(
    ("groups", "must"),
    [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (8, 5), (32, 21)],  # beyond two: 67 %, rounded down
)
def test_most_words_must_match(groups: int, must: int) -> None:
    assert needed(groups) == must


def test_a_word_is_looked_for_in_both_streams_and_a_phrase_in_the_main_one() -> None:
    (clauses,) = shape(Query(groups=(group("luku"),))).optional
    assert {clause.stream for clause in clauses} == {s for f in TEXT_FIELDS for s in streams_of(f)}
    (clauses,) = shape(Query(groups=(group("kylmä sota", required=True),))).required
    assert {clause.stream for clause in clauses} == set(TEXT_FIELDS)
    assert {clause.words for clause in clauses} == {("kylmä", "sota")}


def test_no_query_asks_for_more_than_may_be_asked() -> None:
    many = tuple(group(*(f"sana{n}x{m}" for m in range(50))) for n in range(100))
    found = shape(Query(groups=many, excluded=many))
    assert len(found.optional) == GROUPS
    assert len(found.excluded) == GROUPS
    assert len(found.optional[0]) == ALTERNATIVES * sum(len(streams_of(field)) for field in TEXT_FIELDS)


@pytest.mark.parametrize(("words", "lifted"), [(1, False), (2, False), (3, True), (8, True), (9, False)])
def test_matching_every_word_is_lifted_where_it_is_a_choice(words: int, lifted: bool) -> None:
    assert bool(shape(Query(groups=tuple(group(f"sana{n}") for n in range(words)))).lifted) is lifted


def test_the_same_word_twice_is_one_word() -> None:
    assert len(shape(Query(groups=(group("luku"), group("luku")))).optional) == 1


def test_something_typed_without_a_word_in_it_finds_nothing() -> None:
    assert shape(Query(text="***")).hopeless
    assert not shape(Query(text="")).hopeless
    assert not shape(Query(text="***", filters={"kind": ("case",)})).hopeless
    assert not shape(Query(text="-luku", excluded=(group("luku"),))).hopeless


def test_words_side_by_side_are_worth_something_but_nothing_is_asked_of_them() -> None:
    asked = shape(
        Query(
            text="kylmä sota", groups=(Group("kylmä", (Alternative("kylmä"),)),), pairs=(("kylmä", "sota"),)
        )
    )
    assert [clause.words for clause in asked.near[0]] == [("kylmä", "sota")] * len(asked.near[0])
    assert {clause.stream for clause in asked.near[0]} == {"title", "description", "headings"}
    assert asked.needed == 1
