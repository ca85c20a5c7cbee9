"""How much of what is heard the captions cover."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.captions.coverage import coverage
from media.captions.cues import Cue


def cue(start: float, end: float, text: str = "a") -> Cue:
    return Cue(round(start * 1000), round(end * 1000), text)


@pytest.mark.parametrize(
    ("active", "cues", "heard", "captioned", "gaps"),
    [
        ([], [], 0, 0, []),
        ([(0, 10)], [], 10, 0, [(0, 10)]),
        ([(0, 10)], [cue(0, 10)], 10, 10, []),
        # Shown from 2 to 4, with 0.7 s slack on both sides: 1.3 to 4.7.
        ([(0, 10)], [cue(2, 4)], 10, 3.4, [(4.7, 10)]),
        ([(0, 2), (8, 10)], [cue(0, 2)], 4, 2, []),
        ([(0, 10)], [cue(0, 6), cue(4, 10)], 10, 10, []),
        ([(0, 10)], [cue(0, 10, "<i></i>")], 10, 0, [(0, 10)]),
        ([(0, 10)], [cue(5, 5)], 10, 0, [(0, 10)]),
    ],
)
def test_what_is_covered(
    active: list[tuple[float, float]],
    cues: list[Cue],
    heard: float,
    captioned: float,
    gaps: list[tuple[float, float]],
) -> None:
    found = coverage(active, cues)
    assert (found.heard, found.captioned) == (heard * 1000, captioned * 1000)
    assert list(found.gaps) == [(start * 1000, end * 1000) for start, end in gaps]


times = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(times, max_size=8), st.lists(times, max_size=8))
def test_it_agrees_with_counting_every_tenth_of_a_second(
    active: list[tuple[int, int]], shown: list[tuple[int, int]]
) -> None:
    found = coverage([(float(start), float(end)) for start, end in active], [cue(*one) for one in shown])
    moments = [t / 10 + 0.05 for t in range(0, 850)]
    heard = [t for t in moments if any(start <= t < end for start, end in active)]
    both = [t for t in heard if any(start - 0.7 <= t < end + 0.7 for start, end in shown if end > start)]
    assert found.heard == len(heard) * 100
    assert found.captioned == len(both) * 100
