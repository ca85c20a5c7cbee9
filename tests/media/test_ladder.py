"""The ladder: sizes, rates and keyframes, chosen from facts alone."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.ladder import SMALLEST_SIDE, TINY, Source, kept_rate, ladder


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    plan = ladder(Source(width=width, height=height, rate=Fraction(25)))
    return [(rung.width, rung.height) for rung in plan.rungs]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (1920, 1080, [(1920, 1080), (1280, 720), (854, 480), (640, 360), (416, 234)]),
        # 4K comes down to 1080p; what is larger serves no classroom.
        (3840, 2160, [(1920, 1080), (1280, 720), (854, 480), (640, 360), (416, 234)]),
        # A phone held upright: the same boxes, turned.
        (1080, 1920, [(1080, 1920), (720, 1280), (480, 854), (360, 640), (234, 416)]),
        # 720p is 0.94 of this picture's height: not clearly smaller, so it is left out.
        (1024, 768, [(1024, 768), (640, 480), (480, 360), (312, 234)]),
        # Odd sides lose a pixel, never gain one.
        (853, 479, [(852, 478), (640, 360), (416, 234)]),
        # Smaller than every box: itself, and two thirds of it.
        (176, 144, [(176, 144), (118, 96)]),
        # Too small for a second one to save anything.
        (48, 32, [(48, 32)]),
    ],
)
def test_sizes_are_fitted_into_boxes(width: int, height: int, expected: list[tuple[int, int]]) -> None:
    assert sizes(width, height) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("25", "25"),
        ("30000/1001", "30000/1001"),
        ("50", "25"),
        ("60", "30"),
        ("60000/1001", "30000/1001"),
        ("120", "30"),
        # A phone means 30 when it measures 30.02, and a screen recorder's 15 stays.
        ("3002/100", "30"),
        ("15", "15"),
        # Nearly still pictures keep their rate, but not below one a second; unknown means 25.
        ("1/10", "1"),
        ("0", "25"),
    ],
)
def test_the_rate_is_kept_or_divided(rate: str, expected: str) -> None:
    assert kept_rate(Fraction(rate)) == Fraction(expected)


@pytest.mark.parametrize(
    ("rate", "fastest", "expected"),
    [
        ("50", 60, "50"),
        ("60000/1001", 60, "60000/1001"),
        ("120", 60, "60"),
        ("48", 50, "48"),
        ("60", 50, "30"),
        # Nobody is served by more, and nobody by less.
        ("120", 120, "60"),
        ("30", 10, "30"),
    ],
)
def test_an_installation_may_keep_faster_pictures(rate: str, fastest: int, expected: str) -> None:
    assert kept_rate(Fraction(rate), fastest) == Fraction(expected)


def test_faster_pictures_may_take_more_and_have_their_keyframes_as_often() -> None:
    source = Source(width=1280, height=720, rate=Fraction(60))
    usual, faster = ladder(source), ladder(source, fastest=60)
    assert (usual.rate, faster.rate) == (30, 60)
    assert faster.keyframe_frames == 2 * usual.keyframe_frames
    assert all(
        one.peak < other.peak < 2 * one.peak for one, other in zip(usual.rungs, faster.rungs, strict=True)
    )


def test_a_keyframe_comes_every_two_seconds() -> None:
    plan = ladder(Source(width=640, height=360, rate=Fraction(30000, 1001)))
    assert plan.keyframe_frames == 60  # 2 s x 29.97


def test_a_silent_film_gets_no_sound_track_and_surround_becomes_stereo() -> None:
    silent = ladder(Source(width=640, height=360, rate=Fraction(25), channels=0))
    surround = ladder(Source(width=640, height=360, rate=Fraction(25), channels=6))
    assert silent.sound is None
    assert surround.sound is not None
    assert surround.sound.channels == 2


def test_the_mp4_is_no_larger_than_720p() -> None:
    assert ladder(Source(width=1920, height=1080, rate=Fraction(25))).fallback.name == "720p"
    assert ladder(Source(width=640, height=360, rate=Fraction(25))).fallback.name == "360p"


def test_a_recording_has_a_sound_and_no_picture() -> None:
    plan = ladder(Source(width=0, height=0, rate=Fraction(0), channels=1))
    assert plan.rungs == ()
    assert plan.fallback is None
    assert plan.sound is not None
    # Both sides the same, so that it is as loud as others on every device; fewer bits are enough.
    assert (plan.sound.channels, plan.sound.bandwidth) == (2, 96_000)


def test_an_installation_may_ask_for_larger_pictures() -> None:
    source = Source(width=3840, height=2160, rate=Fraction(60))
    names = [rung.name for rung in ladder(source, largest=2160).rungs]
    assert names == ["2160p", "1440p", "1080p", "720p", "480p", "360p", "234p"]
    assert ladder(source).rungs == ladder(source, largest=2160).rungs[2:]


def test_a_picture_too_small_to_be_seen_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        ladder(Source(width=8, height=8, rate=Fraction(25)))


sources = st.builds(
    Source,
    width=st.integers(SMALLEST_SIDE, 4096),
    height=st.integers(SMALLEST_SIDE, 4096),
    rate=st.fractions(min_value=0, max_value=240),
    channels=st.integers(0, 8),
)


@settings(deadline=None)
@given(sources)
def test_whatever_the_source_nothing_is_upscaled_and_every_side_is_even(source: Source) -> None:
    plan = ladder(source)
    assert plan.rungs
    for rung in plan.rungs:
        assert rung.width <= source.width
        assert rung.height <= source.height
        assert rung.width % 2 == rung.height % 2 == 0
        assert rung.width >= 2
        assert rung.height >= 2
        assert rung.peak >= 80_000
    assert 1 <= plan.rate <= 30
    assert plan.fallback in plan.rungs


@settings(deadline=None)
@given(sources)
def test_rungs_go_down_and_differ_and_are_two_unless_the_source_is_tiny(source: Source) -> None:
    plan = ladder(source)
    areas = [rung.width * rung.height for rung in plan.rungs]
    assert areas == sorted(areas, reverse=True)
    assert len({rung.name for rung in plan.rungs}) == len(plan.rungs)
    if min(source.width, source.height) >= TINY:
        assert len(plan.rungs) >= 2
