"""Licences: what an adaptation of one or several works may carry."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.domain.licences import LICENCES, Licence, explain_conflict, licences_for_remix, may_adapt
from oer.domain.text import LANGUAGES

BY, SA, NC, NCSA = "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"
ZERO = "CC0-1.0"
OFFERED = {ZERO, BY, SA, NC, NCSA}

#: Source -> what an adapted version may carry. Creative Commons' adapter's licence chart, strict reading:
#: an adaptation keeps the source's conditions, and a share-alike one keeps its licence.
CHART = {
    "CC0-1.0": OFFERED,
    "CC-PDM-1.0": OFFERED,
    BY: {BY, SA, NC, NCSA},
    SA: {SA},
    NC: {NC, NCSA},
    NCSA: {NCSA},
    "CC-BY-ND-4.0": set(),
    "CC-BY-NC-ND-4.0": set(),
    "CC-BY-3.0": {BY, SA, NC, NCSA},
    "CC-BY-SA-3.0": {SA},
    "CC-BY-SA-2.0": {SA},
    "CC-BY-SA-1.0": {"CC-BY-SA-1.0"},
    "CC-BY-NC-SA-1.0": {"CC-BY-NC-SA-1.0"},
    "MIT": set(),
    "GPL-3.0-or-later": set(),
    "GFDL-1.2-or-later": set(),
}

#: Two sources -> what their mix may carry.
PAIRS = [
    (ZERO, BY, {BY, SA, NC, NCSA}),
    (BY, SA, {SA}),
    (BY, NC, {NC, NCSA}),
    (NC, NCSA, {NCSA}),
    (SA, NC, set()),
    (SA, NCSA, set()),
    (SA, "CC-BY-SA-3.0", {SA}),
    (SA, "CC-BY-SA-1.0", set()),
    (BY, "CC-BY-ND-4.0", set()),
    ("CC-PDM-1.0", ZERO, OFFERED),
    (BY, "MIT", set()),
]

any_licence = st.sampled_from(sorted(LICENCES)).map(LICENCES.__getitem__)
several = st.lists(any_licence, max_size=5)


def ids(licences: frozenset[Licence]) -> set[str]:
    return {licence.id for licence in licences}


@pytest.mark.parametrize(("source", "allowed"), CHART.items(), ids=list(CHART))
def test_an_adaptation_of_one_work_follows_the_chart(source: str, allowed: set[str]) -> None:
    assert ids(licences_for_remix([LICENCES[source]])) == allowed
    assert may_adapt(LICENCES[source]) is bool(allowed)


@pytest.mark.parametrize(("first", "second", "allowed"), PAIRS)
def test_a_mix_of_two_works_follows_the_table(first: str, second: str, allowed: set[str]) -> None:
    pair = [LICENCES[first], LICENCES[second]]
    assert ids(licences_for_remix(pair)) == allowed
    assert (explain_conflict(pair) is None) is bool(allowed)


def test_a_new_work_may_carry_every_offered_licence() -> None:
    assert ids(licences_for_remix([])) == OFFERED
    assert explain_conflict([]) is None


def test_a_share_alike_source_forces_share_alike() -> None:
    for others in combinations([LICENCES[ZERO], LICENCES[BY], LICENCES["CC-PDM-1.0"]], 2):
        assert ids(licences_for_remix([LICENCES[SA], *others])) == {SA}


@given(several)
def test_the_order_of_sources_and_their_repetition_do_not_matter(sources: list[Licence]) -> None:
    assert licences_for_remix(sources) == licences_for_remix(reversed(sources))
    assert licences_for_remix(sources) == licences_for_remix(sources + sources)


@given(several, any_licence)
def test_one_more_source_never_widens_the_choice(sources: list[Licence], another: Licence) -> None:
    if sources:
        assert licences_for_remix([*sources, another]) <= licences_for_remix(sources)


@given(several)
def test_every_conflict_has_a_reason_in_every_language_and_nothing_else_has(sources: list[Licence]) -> None:
    reason = explain_conflict(sources)
    assert (reason is None) is bool(licences_for_remix(sources))
    if reason is not None:
        for language in LANGUAGES:
            assert any(source.name in reason.in_language(language) for source in sources)


@given(several)
def test_a_mix_never_drops_a_condition_of_a_source(sources: list[Licence]) -> None:
    for result in licences_for_remix(sources):
        for source in sources:
            if "-NC" in source.id:
                assert "-NC" in result.id
            if "-SA" in source.id:
                assert "-SA" in result.id
            assert "-ND" not in source.id
            if source.id.startswith("CC-BY"):
                assert result.id.startswith("CC-BY")


@given(any_licence)
def test_a_share_alike_chain_can_go_on(source: Licence) -> None:
    for result in licences_for_remix([source]):
        assert may_adapt(result)


@pytest.mark.parametrize("licence", LICENCES.values(), ids=list(LICENCES))
def test_every_licence_has_a_name_an_address_and_a_summary(licence: Licence) -> None:
    assert licence.name
    assert licence.uri.startswith("https://")
    assert all(licence.summary.in_language(language).endswith(".") for language in LANGUAGES)


def test_no_two_licences_share_a_name_or_an_address() -> None:
    assert len({licence.uri for licence in LICENCES.values()}) == len(LICENCES)
    assert len({licence.name for licence in LICENCES.values()}) == len(LICENCES)
