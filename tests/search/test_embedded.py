"""The embedded engine passes the contract, and survives what may happen to a folder and its writer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.knowledge import Held
from search.documents import document, form
from search.engines.base import EngineAway
from search.engines.embedded import EmbeddedEngine
from search.query import parse
from tests.search.contract import EngineContract, hold
from tests.search.contract_of_counting import CountingContract
from tests.search.contract_of_fields import FieldsContract
from tests.search.contract_of_meaning import MeaningContract
from tests.search.contract_of_results import ResultsContract
from tests.search.records import record

#: Puts a document, says so, and waits to be killed while it holds the lock and an uncommitted document.
_WRITER = """
import sys, time
from pathlib import Path
from search.engines.embedded import EmbeddedEngine
engine = EmbeddedEngine(Path(sys.argv[1]), "1")
with engine.writing(engine.generation()) as writer:
    writer.remove({sys.argv[2]: 1})
    print("writing", flush=True)
    time.sleep(60)
"""


class TestEmbedded(EngineContract, MeaningContract, CountingContract, FieldsContract, ResultsContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> EmbeddedEngine:
        return EmbeddedEngine(tmp_path / "index", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_another_process_sees_what_was_committed(folder: Path) -> None:
    writer, reader = EmbeddedEngine(folder, "1"), EmbeddedEngine(folder, "1")
    assert reader.search(parse("luku", "fi")).total == 0
    hold(writer, record("Luku"))
    assert reader.search(parse("luku", "fi")).total == 1
    writer.rebuild([document(record("Luku 1"), 1), document(record("Luku 2"), 1)])
    assert reader.search(parse("luku", "fi")).total == 2


def test_a_killed_writer_leaves_nothing_half_written_and_no_lock(folder: Path) -> None:
    engine, kept = EmbeddedEngine(folder, "1"), record("Luku")
    hold(engine, kept)
    command = [sys.executable, "-c", _WRITER, str(folder), str(kept.id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "writing\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert engine.search(parse("luku", "fi")).total == 1
    hold(engine, record("Luku 2"))
    assert engine.search(parse("luku", "fi")).total == 2


def test_a_writer_waits_for_another_and_gives_up_in_the_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.folder.PATIENCE", 0.05)
    first, second = EmbeddedEngine(folder, "1"), EmbeddedEngine(folder, "1")
    first.clear()
    with first.writing(first.generation()), pytest.raises(EngineAway):
        hold(second, record("Luku"))
    hold(second, record("Luku"))


def test_a_broken_index_is_replaced_at_the_next_write(folder: Path) -> None:
    engine = EmbeddedEngine(folder, "1")
    hold(engine, record("Luku"))
    before = engine.generation()
    (folder / before / "meta.json").write_text("{rubbish", encoding="utf-8")
    fresh = EmbeddedEngine(folder, "1")
    assert not fresh.ready()
    with pytest.raises(EngineAway):
        fresh.search(parse("luku", "fi"))
    hold(fresh, record("Luku 2"))
    assert fresh.generation() != before
    assert fresh.search(parse("luku", "fi")).total == 1


def test_an_index_of_another_form_is_outdated_until_rebuilt(folder: Path) -> None:
    hold(EmbeddedEngine(folder, "1"), record("Luku"))
    newer = EmbeddedEngine(folder, "2")
    assert newer.outdated()
    newer.rebuild([document(record("Luku"), 1)])
    assert not newer.outdated()


def test_an_index_of_other_fields_is_away_until_rebuilt(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.embedded_writing.SCHEMA_FORM", "elsewise")
    hold(EmbeddedEngine(folder, "1"), record("Luku"))
    monkeypatch.undo()
    newer = EmbeddedEngine(folder, "1")
    assert newer.outdated()
    with pytest.raises(EngineAway):
        newer.search(parse("luku", "fi"))
    newer.rebuild([document(record("Luku"), 1)])
    assert newer.search(parse("luku", "fi")).total == 1


def test_a_change_over_leaves_one_generation(folder: Path) -> None:
    engine = EmbeddedEngine(folder, "1")
    for _ in range(3):
        engine.rebuild([document(record("Luku"), 1)])
    (folder / "1-halfmade").mkdir()
    engine.clear()
    assert [path.name for path in folder.iterdir() if path.is_dir() and not path.is_symlink()] == [
        engine.generation()
    ]


def test_the_words_of_what_is_held_are_listed_and_of_nothing_else(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "index", form())
    gone = record("Kanarialintu", "Murtolukuja kaikille")
    kept = [record("Murtoluku", "Murtolukuja luvuissa"), record("Bråktal", language="sv")]
    hold(engine, gone, *kept)
    engine.remove({str(gone.id): 1})
    held = Held()
    for one in kept:
        held.counted(document(one, 1))
    words, terms = engine.words()
    assert {language: some for language, some in words.items() if some} == held.words
    assert {language: some for language, some in terms.items() if some} == held.terms
    assert words["fi"] == {"murtoluku": 1, "murtolukuja": 1, "luvuissa": 1}
    assert EmbeddedEngine(tmp_path / "none", form()).words() == ({}, {})
