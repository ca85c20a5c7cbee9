"""SubStation as programmes write it: layers, drawings, marks, versions."""

import pytest

from media.captions.cues import Cue
from media.captions.reading import read

HEAD = "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
FORMAT = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
MOI = Cue(1000, 2500, "Moi")


def line(text: str, times: str = "0:00:01.00,0:00:02.50", layer: str = "0") -> str:
    return f"Dialogue: {layer},{times},Default,,0,0,0,,{text}\n"


def cues(file: str) -> list[Cue]:
    return list(read(file.encode()).cues)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{\\p1}m 0 0 l 100 100{\\p0}Moi", "Moi"),
        ("Moi{\\pos(1,2)\\p2}m 0 0{\\p0} sinä", "Moi sinä"),
        ("Moi{\\p1}m 0 0 l 9 9", "Moi"),
        ("{\\pbo10\\pos(1,2)}Moi", "Moi"),
        ("Moi {kääntäjälle: tarkista}", "Moi"),
        ("{\\an8\\i1}Moi{\\i0} sinä", "<i>Moi</i> sinä"),
        ("{\\i1}Moi", "<i>Moi</i>"),
        ("{\\b700}Moi{\\b400} sinä", "<b>Moi</b> sinä"),
        ("{\\i1\\u1}Moi{\\r} sinä", "<i><u>Moi</u></i> sinä"),
        ("{\\blur2\\be1\\bord3\\iclip(1,2)\\i}Moi", "Moi"),
        ("{\\k20}Ko{\\k30}tiin", "Kotiin"),
        ("Moi\\Nsinä\\hsiellä", "Moi\nsinä siellä"),
        ("Elementti <b> ja {joukko", "Elementti <\u2060b> ja {joukko"),
        ("Kirjoita <!DOCTYPE html>", "Kirjoita <!DOCTYPE html>"),
        ("yksi, kaksi", "yksi, kaksi"),
    ],
)
def test_what_is_said_is_kept_and_how_it_is_drawn_is_not(written: str, text: str) -> None:
    assert cues(HEAD + FORMAT + line(written)) == [Cue(1000, 2500, text)]


@pytest.mark.parametrize("nothing", ["", "{\\an8}", "{\\p1}m 0 0 l 1 1{\\p0}", "{\\i1} {\\i0}", "\\N"])
def test_a_line_that_shows_no_words_is_no_caption(nothing: str) -> None:
    assert cues(HEAD + FORMAT + line(nothing) + line("Moi")) == [MOI]


def test_layers_that_say_the_same_at_the_same_time_are_one_caption() -> None:
    layers = line("{\\bord4\\b1}Moi", layer="0") + line("Moi", layer="1") + line("Hei", layer="2")
    found = cues(HEAD + FORMAT + layers + line("Moi", "0:00:03.00,0:00:04.00"))
    assert [(cue.start, cue.text) for cue in found] == [(1000, "<b>Moi</b>"), (1000, "Hei"), (3000, "Moi")]


@pytest.mark.parametrize(
    "file",
    [
        "[Script Info]\nScriptType: v4.00\n\n[V4 Styles]\nFormat: Name, Fontname, Fontsize\n"
        "Style: Default,Arial,20\n\n[Events]\n"
        "Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        + line("Moi", layer="Marked=0"),
        HEAD + "Format: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.50,Moi\n",
        HEAD + line("Moi"),
        ("; tehty käsin\n" + HEAD + FORMAT + line("Moi")).replace("\n", "\r\r\n"),
        HEAD + FORMAT + line("Moi", "0:00:01:00,0:00:02.5"),
        HEAD + FORMAT + line("{\\p1}m" + " 0 0 l 100 100" * 300) + line("Moi"),
    ],
    ids=["old", "other fields", "no fields", "returns", "times", "a long drawing"],
)
def test_every_version_and_programme_is_understood(file: str) -> None:
    assert cues(file) == [MOI]


def test_a_line_whose_times_cannot_be_read_is_kept_for_somebody_to_see() -> None:
    lines = line("Moi") + line("Hei", "yksi,kaksi") + line("No", "0:00:05.00,loppu")
    assert cues(HEAD + FORMAT + lines) == [MOI, Cue(1000, 1000, "Hei"), Cue(5000, 5000, "No")]


def test_what_was_moved_to_before_the_film_begins_with_it() -> None:
    assert cues(HEAD + FORMAT + line("Moi", "-0:00:01.00,0:00:02.50")) == [Cue(0, 2500, "Moi")]


@pytest.mark.parametrize("spoken", ["[Script Info]", "Elementti <tt> on vanha", "<sami>"])
def test_a_caption_of_subrip_may_speak_of_another_format(spoken: str) -> None:
    assert [cue.start for cue in cues(f"1\n00:00:01,000 --> 00:00:02,000\n{spoken}\n")] == [1000]
