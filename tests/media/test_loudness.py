"""Loudness: what was measured, the gain that follows, and when something is heard. Facts alone, no sound."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.loudness import (
    HIGHEST_PEAK,
    MOST_GAIN,
    QUIETEST_LUFS,
    STEP,
    TARGET_LUFS,
    Heard,
    Levelling,
    Reading,
    activity,
    corrected,
    integrated,
    levelling,
)


@pytest.mark.parametrize(
    ("loudness", "peak", "expected"),
    [
        (-16.0, -3.0, Levelling()),
        (-23.0, -12.0, Levelling(gain=7.0)),
        (-10.0, 0.0, Levelling(gain=-6.0)),
        # A quiet voice with a loud clap: the peak would leave the scale.
        (-35.0, -5.0, Levelling(gain=19.0, limited=True)),
        # So quiet that it is made no louder than its noise allows.
        (-48.0, -40.0, Levelling(gain=MOST_GAIN)),
        # Nearly silent, silent, and too short to have a loudness.
        (-55.0, -45.0, Levelling()),
        (-20.0, -91.0, Levelling()),
        (None, -10.0, Levelling()),
    ],
)
def test_one_gain_brings_a_sound_to_the_common_level(
    loudness: float | None, peak: float, expected: Levelling
) -> None:
    assert levelling(Heard(loudness=loudness, peak=peak)) == expected


@given(st.floats(QUIETEST_LUFS, 5), st.floats(-50, 10))
def test_a_gain_without_a_limiter_never_leaves_the_scale(loudness: float, peak: float) -> None:
    chosen = levelling(Heard(loudness=loudness, peak=peak))
    assert chosen.limited or peak + chosen.gain <= HIGHEST_PEAK + 0.01
    assert chosen.gain <= MOST_GAIN


def test_a_gain_is_corrected_by_what_the_limiter_took() -> None:
    assert corrected(Levelling(gain=19.0, limited=True), -18.5) == Levelling(
        gain=19.0 + 18.5 + TARGET_LUFS, limited=True
    )


def test_the_tools_lines_become_a_measurement() -> None:
    reading = Reading()
    for line in (
        "frame:0    pts:0       pts_time:0",
        "lavfi.r128.M=-120.691",
        "lavfi.r128.true_peaks_ch0=0.500",
        "lavfi.astats.Overall.RMS_level=-inf",
        "frame:1    pts:4800    pts_time:0.1",
        "lavfi.r128.M=-14.765",
        "lavfi.r128.true_peaks_ch1=1.586",
        "lavfi.astats.Overall.RMS_level=-20.5",
    ):
        reading(line)
    heard = reading.heard()
    assert heard.loudness == pytest.approx(-14.765)
    assert round(heard.peak, 1) == 4.0  # 20 lg 1.586
    assert reading.levels == [-120.0, -20.5]
    assert not heard.restarted
    reading("frame:2    pts:0       pts_time:0")
    assert reading.heard().restarted


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([], None),
        ([-120.0, -70.5], None),
        ([-23.0] * 40, -23.0),
        # What is quieter than the rest by more than 10 LU is a pause, and does not count.
        ([-20.0] * 10 + [-45.0] * 30, -20.0),
        ([-20.0] * 10 + [-26.0] * 10, -22.03),
        ([-20.0, -80.0], -20.0),
    ],
)
def test_the_whole_is_as_loud_as_its_loud_parts(blocks: list[float], expected: float | None) -> None:
    assert integrated(blocks) == (None if expected is None else pytest.approx(expected, abs=0.01))


def test_what_was_never_loud_enough_has_no_loudness() -> None:
    reading = Reading()
    reading("lavfi.r128.M=-120.691")
    assert reading.heard().loudness is None
    assert not reading.heard().audible


VOICE, ROOM = -22.0, -58.0


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], ()),
        ([-120.0] * 50, ()),
        ([VOICE] * 50, ((0.0, 5.0),)),
        # Two sentences with a pause between; a breath is no pause.
        ([ROOM] * 10 + [VOICE] * 20 + [ROOM] * 20 + [VOICE] * 10, ((1.0, 3.0), (5.0, 6.0))),
        ([VOICE] * 20 + [ROOM] * 4 + [VOICE] * 20, ((0.0, 4.4),)),
        # A click is nothing that is said.
        ([ROOM] * 20 + [VOICE] + [ROOM] * 20 + [VOICE] * 5, ((4.1, 4.6),)),
        # A fan behind a voice is not heard, though it is louder than many a quiet voice.
        ([-45.0] * 30 + [-20.0] * 20 + [-45.0] * 30, ((3.0, 5.0),)),
        # A quiet voice in a quiet room is.
        ([-75.0] * 30 + [-48.0] * 20 + [-75.0] * 30, ((3.0, 5.0),)),
    ],
)
def test_when_something_is_heard(levels: list[float], expected: tuple[tuple[float, float], ...]) -> None:
    assert activity(levels) == expected


@given(st.lists(st.floats(-120, 10), max_size=200))
def test_times_follow_each_other_within_the_sound(levels: list[float]) -> None:
    found = activity(levels)
    assert all(start < end for start, end in found)
    assert all(one[1] < two[0] for one, two in pairwise(found))
    assert not found or (found[0][0] >= 0 and found[-1][1] <= round(len(levels) * STEP, 1))
