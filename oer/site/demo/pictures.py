"""Pictures that the demo materials show, drawn here so that nobody's rights are in the way."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

_INK = "#1a1a1a"
_PAPER = "#ffffff"
_BLUE = "#0000bf"
_PALE = "#9fc9eb"
_NIGHT = "#0b1020"
_MOON = "#f4efd8"
_SHADE = "#262c40"

#: Pictures a second of the moon's film.
RATE = 12
_FILM_SECONDS = 8
_MONTH_DAYS = 29.5


def number_line() -> Image.Image:
    """The number line from 0 to 1 with halves, thirds, quarters, sixths and eighths below each other."""
    picture = Image.new("RGB", (1280, 720), _PAPER)
    draw = ImageDraw.Draw(picture)
    left, right = 100, 1180
    for row, parts in enumerate((2, 3, 4, 6, 8)):
        y = 110 + row * 125
        draw.line([(left, y), (right, y)], fill=_BLUE, width=6)
        for part in range(parts + 1):
            x = left + (right - left) * part / parts
            draw.line([(x, y - 18), (x, y + 18)], fill=_INK, width=4)
            text = {0: "0", parts: "1"}.get(part, f"{part}/{parts}")
            draw.text((x, y + 26), text, font=_font(30), fill=_INK, anchor="ma")
    return picture


def salinity() -> Image.Image:
    """Bars of the surface water's salinity in five parts of the Baltic Sea, in grams a kilogram."""
    places = (
        ("Kattegatt", 20.0),
        ("Arkonahavet", 8.0),
        ("Gotlandshavet", 7.0),
        ("Finska viken", 5.0),
        ("Bottenviken", 3.0),
    )
    picture = Image.new("RGB", (1280, 720), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((60, 40), "Salthalt vid ytan, gram per kilogram (cirka)", font=_font(36), fill=_INK)
    for row, (place, grams) in enumerate(places):
        y = 140 + row * 110
        draw.text((60, y + 35), place, font=_font(30), fill=_INK, anchor="lm")
        draw.rectangle([(420, y), (420 + grams * 36, y + 70)], fill=_BLUE if grams > 10 else _PALE)
        draw.text((435 + grams * 36, y + 35), f"{grams:.0f}", font=_font(30), fill=_INK, anchor="lm")
    return picture


def moon() -> Iterator[Image.Image]:
    """The moon through one month, from new moon to new moon, with the day's number, as pictures of a film."""
    count = RATE * _FILM_SECONDS
    for number in range(count):
        share = number / count
        picture = Image.new("RGB", (1280, 720), _NIGHT)
        draw = ImageDraw.Draw(picture)
        _draw_moon(draw, (640, 320), 220, share)
        draw.text((640, 620), f"{share * _MONTH_DAYS:.0f}", font=_font(56), fill=_MOON, anchor="mm")
        yield picture


def _draw_moon(draw: ImageDraw.ImageDraw, centre: tuple[int, int], radius: int, share: float) -> None:
    """The disc with its lit part; `share` of the month has passed. Lit on the right while the moon grows."""
    x, y = centre
    disc = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(disc, fill=_SHADE)
    growing = share < 0.5
    draw.pieslice(disc, -90 if growing else 90, 90 if growing else 270, fill=_MOON)
    width = abs(math.cos(2 * math.pi * share)) * radius
    more_than_half = 0.25 < share < 0.75
    draw.ellipse((x - width, y - radius, x + width, y + radius), fill=_MOON if more_than_half else _SHADE)


# Pillow's own font, the only one sure to be there, has no letters with dots or rings: the texts avoid them.
def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)
