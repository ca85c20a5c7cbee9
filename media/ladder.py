"""Which renditions a source is worth. Pure: facts in, a plan out; nothing here opens a file."""

from dataclasses import dataclass
from fractions import Fraction

#: The short side, in pixels, of the boxes (16:9) that renditions are fitted into, largest first.
BOXES = (2160, 1440, 1080, 720, 480, 360, 234)
#: The largest box that is used unless an installation asks for more: larger ones serve no classroom.
LARGEST_BOX = 1080
#: A rung is kept only if it is clearly smaller than the one above it.
CLEARLY_SMALLER = 0.8
#: Below this short side one rendition is enough: a smaller one would save nothing.
TINY = 64
#: The smallest side we take, in pixels.
SMALLEST_SIDE = 16
KEYFRAME_SECONDS = 2
#: Frames a second that are kept unless an installation asks for more, and the most it can ask for.
FASTEST_RATE, MOST_RATE = 30, 60
#: Rates that cameras mean when they measure something close by.
USUAL_RATES = tuple(
    Fraction(rate) for rate in ("24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60")
)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is known of a source, as a viewer would see it: turned upright, with square pixels.

    A sound recording has width and height 0.
    """

    width: int
    height: int
    #: Frames a second.
    rate: Fraction
    #: Sound channels; 0 means a silent film.
    channels: int = 0


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One picture size of the ladder. `peak` is in bits a second."""

    width: int
    height: int
    crf: int
    peak: int

    @property
    def name(self) -> str:
        """What viewers call it, and its folder: "720p", by the short side also in portrait."""
        return f"{min(self.width, self.height)}p"


@dataclass(frozen=True, kw_only=True)
class Sound:
    """The one sound track that all picture sizes share. `bandwidth` is in bits a second.

    It is stereo whatever the source: of a single channel both sides are the same, so that it is as loud as
    others on every device.
    """

    bandwidth: int
    channels: int = 2
    sampling: int = 48_000


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Everything made from a source; the largest rung first. A sound recording has no rungs."""

    rungs: tuple[Rung, ...]
    rate: Fraction
    sound: Sound | None

    @property
    def keyframe_frames(self) -> int:
        """Frames from one keyframe to the next: the same in every rung, so that a player can change rungs."""
        return max(1, round(self.rate * KEYFRAME_SECONDS))

    @property
    def fallback(self) -> Rung | None:
        """The rung that also becomes the progressive MP4: at most 720p, so that an old tablet plays it."""
        small = [rung for rung in self.rungs if rung.width * rung.height <= 1280 * 720]
        return small[0] if small else (self.rungs[-1] if self.rungs else None)


def ladder(source: Source, largest: int = LARGEST_BOX, fastest: int = FASTEST_RATE) -> Ladder:
    """The plan for a source: never upscaled, even sizes, two rungs or more unless it is tiny.

    `largest` is the largest of `BOXES` to be used, `fastest` how many frames a second are kept.
    Raises ValueError for a picture smaller than `SMALLEST_SIDE`.
    """
    if not source.width and not source.height:
        return Ladder(rungs=(), rate=Fraction(0), sound=_sound(source.channels))
    rate = kept_rate(source.rate, fastest)
    return Ladder(
        rungs=tuple(_rung(width, height, rate) for width, height in _sizes(source, largest)),
        rate=rate,
        sound=_sound(source.channels),
    )


def _sizes(source: Source, largest: int) -> list[tuple[int, int]]:
    if min(source.width, source.height) < SMALLEST_SIDE:
        raise ValueError(f"A picture of {source.width} x {source.height} is too small.")
    sizes: list[tuple[int, int]] = []
    for box in [box for box in BOXES if box <= largest]:
        size = _fitted(source, Fraction(box))
        if not sizes or size[0] * size[1] <= sizes[-1][0] * sizes[-1][1] * CLEARLY_SMALLER**2:
            sizes.append(size)
    short = min(sizes[0])
    if len(sizes) == 1 and short >= TINY:
        sizes.append(_fitted(source, Fraction(short * 2, 3)))
    return sizes


def kept_rate(rate: Fraction, fastest: int = FASTEST_RATE) -> Fraction:
    """The frame rate to make: the source's own, or a whole fraction of it when it is above `fastest`."""
    fastest = min(max(fastest, FASTEST_RATE), MOST_RATE)
    if rate <= 0:
        return Fraction(25)
    for usual in USUAL_RATES:
        if abs(rate - usual) <= usual / 100:
            rate = min(USUAL_RATES, key=lambda candidate: abs(rate - candidate))
            break
    if fastest < rate <= fastest * Fraction(11, 10):
        return Fraction(fastest)
    divisor = -(-rate // fastest)
    return max(Fraction(1), (rate / divisor).limit_denominator(1001))


def _fitted(source: Source, box: Fraction) -> tuple[int, int]:
    """The source's size within a box of 16:9 (9:16 for portrait), even, never larger than the source."""
    short, long = sorted((source.width, source.height))
    scale = min(Fraction(1), box / short, box * 16 / 9 / long)
    return _even(source.width, scale), _even(source.height, scale)


def _even(side: int, scale: Fraction) -> int:
    """The even number nearest to the scaled side, never above the side itself."""
    return max(2, min(side // 2 * 2, round(side * scale / 2) * 2))


def _rung(width: int, height: int, rate: Fraction) -> Rung:
    share = width * height / (1920 * 1080)
    # Twice the pictures differ less from each other, and take half as much again.
    faster = max(1.0, float(rate) / FASTEST_RATE) ** 0.6
    peak = round(4_500_000 * share**0.75 * faster, -4)
    return Rung(width=width, height=height, crf=23, peak=max(80_000, int(peak)))


def _sound(channels: int) -> Sound | None:
    if channels < 1:
        return None
    return Sound(bandwidth=96_000 if channels == 1 else 128_000)
