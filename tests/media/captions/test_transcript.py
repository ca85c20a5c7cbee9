"""What is said, as something to read and as pieces to find."""

from media.captions.cues import Cue
from media.captions.transcript import fragment, paragraphs, pieces, plain_text

CUES = [
    Cue(0, 2000, "Hyvää päivää."),
    Cue(2000, 5000, "Tänään tutkimme, kuinka lumi"),
    Cue(5000, 8000, "sulaa pihalla."),
    Cue(12_000, 14_000, "<v Aino>Otetaan mittanauha."),
    Cue(14_000, 15_000, "<v Veikko>Kaksikymmentä!"),
    Cue(15_000, 16_000, "<i></i>"),
]


def test_a_pause_or_another_speaker_begins_a_paragraph() -> None:
    found = [(p.time, p.speaker, [line.text for line in p.lines]) for p in paragraphs(CUES)]
    assert found == [
        ("0:00", "", ["Hyvää päivää.", "Tänään tutkimme, kuinka lumi", "sulaa pihalla."]),
        ("0:12", "Aino", ["Otetaan mittanauha."]),
        ("0:14", "Veikko", ["Kaksikymmentä!"]),
    ]


def test_a_long_speech_is_parted_at_the_end_of_a_sentence() -> None:
    sentence = "Tässä on lause, jossa on viisikymmentä merkkiä nyt."
    cues = [Cue(n * 1000, n * 1000 + 1000, sentence) for n in range(20)]
    made = paragraphs(cues)
    assert [len(p.lines) for p in made] == [7, 7, 6]
    endless = [Cue(n * 1000, n * 1000 + 1000, sentence.rstrip(".")) for n in range(40)]
    assert max(sum(len(line.text) for line in p.lines) for p in paragraphs(endless)) <= 850


def test_a_piece_is_a_sentence_with_the_second_at_which_it_begins() -> None:
    assert list(pieces(CUES)) == [
        ("0", "Hyvää päivää. Tänään tutkimme, kuinka lumi sulaa pihalla."),
        ("12", "Otetaan mittanauha."),
        ("14", "Kaksikymmentä!"),
    ]


def test_the_text_file_has_times_and_speakers() -> None:
    assert plain_text(CUES).split("\n\n")[1] == "[0:12] Aino: Otetaan mittanauha."


def test_a_fragment_is_never_later_than_what_is_meant() -> None:
    assert [fragment(at) for at in (0, 999, 1000, 1050, 1999)] == ["0", "0.9", "1", "1", "1.9"]
