"""What is said of captions, and where."""

import pytest
from django.utils import translation

from media.captions.checking import check
from media.captions.cues import Cue


def codes(*cues: Cue, seconds: float | None = 60) -> list[tuple[int, str]]:
    return [(remark.cue, remark.code) for remark in check(cues, seconds)]


GOOD = Cue(0, 2000, "Hyvää päivää")


@pytest.mark.parametrize(
    ("cue", "code"),
    [
        (Cue(3000, 4000, ""), "no-text"),
        (Cue(3000, 4000, "<i></i>"), "no-text"),
        (Cue(3000, 3000, "Moi"), "no-length"),
        (Cue(5000, 4000, "Moi"), "backwards"),
        (Cue(1500, 4000, "Moi"), "overlap"),
        (Cue(60_000, 61_000, "Moi"), "after-end"),
        (Cue(59_000, 60_501, "Moi"), "past-end"),
        (Cue(3000, 3832, "Moi"), "short"),
        (Cue(3000, 4000, "a" * 18), "fast"),
        (Cue(3000, 9000, "a" * 43), "long-line"),
        (Cue(3000, 9000, "a\nb\nc"), "many-lines"),
    ],
)
def test_each_fault_is_found_alone(cue: Cue, code: str) -> None:
    assert codes(GOOD, cue) == [(2, code)]


@pytest.mark.parametrize(
    "cue",
    [
        Cue(2000, 4000, "Moi"),
        Cue(59_000, 60_500, "Moi"),
        Cue(3000, 3833, "Moi"),
        Cue(3000, 4000, "a" * 17),
        Cue(3000, 9000, "a" * 42),
        Cue(3000, 9000, "a\nb"),
    ],
)
def test_what_is_just_within_a_limit_is_not_remarked_on(cue: Cue) -> None:
    assert codes(GOOD, cue) == []


def test_order_is_that_of_the_beginnings() -> None:
    assert codes(Cue(5000, 6000, "b"), GOOD) == [(2, "order")]


def test_a_length_that_is_not_known_says_nothing() -> None:
    assert codes(Cue(10**7, 10**7 + 2000, "Moi"), seconds=None) == []


def test_a_sentence_names_the_cue_its_time_and_what_to_do() -> None:
    with translation.override("en"):
        remark = check([GOOD, Cue(125_000, 124_000, "Moi")])[0]
        assert remark.sentence == "Caption 2 (2:05): It ends before it begins. Set a later end."
    assert remark.is_error
