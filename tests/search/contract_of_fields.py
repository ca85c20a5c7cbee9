"""What every engine must find by names, aims of the curriculum and attached files."""

from __future__ import annotations

import pytest

from oer.domain.record import Passage
from search.engines.base import Engine
from search.query import parse
from tests.search.contract import hold, titles
from tests.search.records import record


class FieldsContract:
    """Beside `EngineContract`, with the same fixture."""

    @pytest.mark.parametrize(
        "query",
        ["Virtanen", "virtasen", "Anna Virtanen", '"Anna Virtanen"', "Aallon koulu", "metsä-virtanen"],
    )
    def test_works_are_found_by_who_made_them_and_where(self, engine: Engine, query: str) -> None:
        people = {"authors": ("Anna Virtanen", "Ville Metsä-Virtanen"), "schools": ("Aallon koulu",)}
        records = [record("Murtoluku", **people), record("Antaa aihetta", authors=("Liisa Salo",))]
        hold(engine, *records)
        assert titles(engine.search(parse(query, "fi")), records) == ["Murtoluku"]

    def test_a_name_is_no_other_word(self, engine: Engine) -> None:
        records = [record("A", authors=("Anna Aalto", "Murtoluku Oy")), record("B", "He antavat.")]
        hold(engine, *records)
        assert titles(engine.search(parse("antaa", "fi")), records) == ["B"]
        assert engine.search(parse("luku", "fi")).total == 0

    @pytest.mark.parametrize("query", ["MAA5", "maa5", "T3", "L3", "geometriaa", "suorien yhtälö"])
    def test_objectives_are_found_by_code_and_by_their_words(self, engine: Engine, query: str) -> None:
        aims = (Passage(kind="objective", text="MAA5 Analyyttinen geometria ja suoran yhtälöt"),)
        codes = ("MAA5", "AIPE-paatto.MA.T3", "LOPS-L3")
        records = [record("Harjoitus", passages=aims, objectives=codes), record("Muu", objectives=("MAA6",))]
        hold(engine, *records)
        assert titles(engine.search(parse(query, "fi")), records) == ["Harjoitus"]

    def test_files_are_found_by_their_text_after_what_the_page_says_itself(self, engine: Engine) -> None:
        file = (Passage(kind="file", text="Derivaatan laskusäännöt", place="/documents/1/a.pdf#page=2"),)
        records = [record("Liite", passages=file), record("Oma", "Derivaatan laskusäännöt")]
        hold(engine, *records)
        assert titles(engine.search(parse("derivaatta", "fi")), records) == ["Oma", "Liite"]
