"""Dictionaries in the format of dictd: what is read of an entry, and what a lexicon makes of it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from search.lexicon import Lexicon, bilingual
from search.lexicon.bilingual import Entry, entries, installed, state

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
ENTRIES = [
    "luku /ˈluku/ <n>\n1. number 2.\nkuvaa määrää\n2. chapter\nkirjan osa",
    "jakaa /ˈjɑkɑː/ <v>\nto divide, share; deal (out)\nosiin",
    "säännöllinen lauseke <n>\nregular expression\nkuvaa merkkijonoja",
    "sti /sti/ <suffix>\nly\ntekee adverbin",
    "tyhjä",
]


def digits(number: int) -> str:
    high, low = divmod(number, 64)
    return (digits(high) if high else "") + DIGITS[low]


def written(folder: Path, name: str = "freedict-fin-eng") -> Path:
    text, rows = b"FreeDict, about itself\n", ["00databaseinfo\tA\tV"]
    for entry in ENTRIES:
        start, piece = len(text), entry.encode() + b"\n"
        text += piece
        rows.append("\t".join((entry.split(" ", 1)[0], digits(start), digits(len(piece)))))
    (folder / f"{name}.dict.dz").write_bytes(gzip.compress(text))
    (folder / f"{name}.index").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_an_entry_is_a_word_with_the_names_of_its_senses(tmp_path: Path) -> None:
    assert list(entries(written(tmp_path))) == [
        Entry("fi", "luku", "en", ("number", "chapter")),
        Entry("fi", "jakaa", "en", ("divide", "share", "deal")),
        Entry("fi", "säännöllinen lauseke", "en", ("regular expression",)),
    ]


def test_without_dictionaries_there_are_no_entries(tmp_path: Path) -> None:
    assert list(entries(tmp_path)) == list(entries(None)) == []
    assert installed(tmp_path) == installed(None) == ()


def test_what_is_installed_has_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "less").mkdir()
    (tmp_path / "more").mkdir()
    written(tmp_path / "less")
    written(written(tmp_path / "more"), "freedict-fin-swe")
    assert len({state(tmp_path / "less"), state(tmp_path / "more"), state(None)}) == 3


def test_a_word_is_translated_forwards_and_backwards(tmp_path: Path) -> None:
    lexicon = Lexicon.of((), entries(written(tmp_path)))
    assert lexicon.translations("jakaa", "fi", "en") == ("divide", "share", "deal")
    assert lexicon.translations("chapter", "en", "fi") == ("luku",)
    assert lexicon.translations("luku", "fi", "sv") == ()


def test_what_is_missing_between_swedish_and_english_is_found_by_way_of_finnish() -> None:
    some = [Entry("sv", "bråk", "fi", ("murtoluku",)), Entry("fi", "murtoluku", "en", ("fraction",))]
    assert Lexicon.of((), some).translations("bråk", "sv", "en") == ("fraction",)
    direct = [*some, Entry("sv", "bråk", "en", ("trouble",))]
    assert Lexicon.of((), direct).translations("bråk", "sv", "en") == ("trouble",)


@pytest.mark.slow
def test_the_installed_dictionaries_are_read() -> None:
    """Fails where the packages of `bin/setup` are missing."""
    assert len(installed()) == len(bilingual.PAIRS)
    lexicon = Lexicon.of((), entries())
    assert "circle" in lexicon.translations("ympyrä", "fi", "en")
    assert "share" in lexicon.translations("jakaa", "fi", "en")
    assert "olikhet" in lexicon.translations("epäyhtälö", "fi", "sv")
