"""The measures of relevance, against values computed by hand."""

from __future__ import annotations

import pytest

from bench.measures import judged, percentile

GRADES = {"a": 3, "b": 2, "c": 1}


def measured(name, ranking, grades):
    return judged([ranking], [grades])[0][name]


def ndcg(ranking, grades):
    return measured("ndcg@10", ranking, grades)


def reciprocal_rank(ranking, grades):
    return measured("mrr", ranking, grades)


def recall(ranking, grades):
    return measured("r@20", ranking, grades)


@pytest.mark.parametrize(
    ("ranking", "value"),
    [
        # Ideal: 3/1 + 2/1.58496 + 1/2 = 3 + 1.26186 + 0.5 = 4.76186
        (["a", "b", "c"], 1.0),
        # 1/1 + 2/1.58496 + 3/2 = 1 + 1.26186 + 1.5 = 3.76186
        (["c", "b", "a"], 3.76186 / 4.76186),
        # 3/1.58496 = 1.89279
        (["x", "a"], 1.89279 / 4.76186),
        (["x", "y"], 0.0),
        ([], 0.0),
        # The eleventh does not count.
        ([*"defghijklm", "a"], 0.0),
        # 3/log2(11) = 3/3.45943 = 0.86720
        ([*"defghijkl", "a"], 0.86720 / 4.76186),
    ],
)
def test_ndcg_discounts_a_grade_by_the_logarithm_of_its_rank(ranking, value):
    assert ndcg(ranking, GRADES) == pytest.approx(value, abs=1e-5)


def test_the_ideal_ranking_is_cut_at_the_same_depth():
    # 12 documents of grade 1: ten in any order are all one can have.
    grades = {str(i): 1 for i in range(12)}
    assert ndcg([str(i) for i in range(10)], grades) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("ranking", "value"), [(["a"], 1.0), (["x", "y", "c", "a"], 1 / 3), (["x"], 0.0), ([], 0.0)]
)
def test_reciprocal_rank_looks_at_the_first_relevant_document(ranking, value):
    assert reciprocal_rank(ranking, GRADES) == pytest.approx(value)


@pytest.mark.parametrize(
    ("ranking", "value"),
    [
        (["a", "x", "c"], 2 / 3),
        ([f"x{n}" for n in range(20)] + ["a"], 0.0),
        ([f"x{n}" for n in range(19)] + ["a"], 1 / 3),
    ],
)
def test_recall_counts_relevant_documents_among_the_first_twenty(ranking, value):
    assert recall(ranking, GRADES) == pytest.approx(value)


def test_nothing_relevant_is_worth_nothing():
    assert ndcg(["a"], {}) == recall(["a"], {}) == reciprocal_rank(["a"], {}) == 0.0


def test_a_grade_of_zero_is_not_relevant():
    assert recall(["a"], {"a": 0, "b": 1}) == 0.0
    assert reciprocal_rank(["a", "b"], {"a": 0, "b": 1}) == 0.5


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 3.0), (0.95, 5.0), (0.0, 1.0), (1.0, 5.0), (0.2, 1.0), (0.21, 2.0)]
)
def test_percentile_is_the_nearest_rank(share, value):
    assert percentile([5.0, 1.0, 4.0, 2.0, 3.0], share) == value


def test_rankings_are_judged_in_their_order_and_equal_names_do_not_matter():
    values = judged([["b", "a"], [], ["x"], ["a"]], [{"a": 1}, {"a": 1}, {"a": 1}, {"a": 2}])
    assert [value["mrr"] for value in values] == [0.5, 0.0, 0.0, 1.0]
