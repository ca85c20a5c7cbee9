"""What the formats with a grammar of their own have in common."""

import pytest

from media.captions.checking import check
from media.captions.cues import Cue
from media.captions.reading import read

ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)
LATER = "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Hei\n"
EARLIER = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Moi\n"
TTML = '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{}</div></body></tt>'


@pytest.mark.parametrize(
    "file",
    [
        ASS + LATER + EARLIER,
        TTML.format('<p begin="3s" end="4s">Hei</p><p begin="1s" end="2s">Moi</p>'),
    ],
    ids=["substation", "ttml"],
)
def test_the_order_of_a_file_in_which_it_means_nothing_is_no_mistake(file: str) -> None:
    cues = read(file.encode()).cues
    assert cues == (Cue(1000, 2000, "Moi"), Cue(3000, 4000, "Hei"))
    assert "order" not in {remark.code for remark in check(cues, 60)}


def test_what_begins_at_once_stays_in_the_order_of_the_file() -> None:
    both = "".join(LATER.replace("Hei", text) for text in ("b", "a"))
    assert [cue.text for cue in read((ASS + both).encode()).cues] == ["b", "a"]
