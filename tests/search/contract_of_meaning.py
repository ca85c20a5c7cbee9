"""What every engine must make of a query that knows more than its words."""

from __future__ import annotations

from collections.abc import Sequence

from bench.knowledge import Held
from oer.domain.record import Record
from search.documents import document
from search.engines.asking import found_by
from search.engines.base import Engine
from search.lexicon import Lexicon
from search.query import Knowledge, parse
from search.spelling import Vocabulary
from tests.search.contract import hold, titles
from tests.search.records import record


def knowledge_of(records: Sequence[Record]) -> Knowledge:
    """Some names of things, and the words of these records."""
    held = Held()
    for one in records:
        held.counted(document(one, 1))
    names = [
        ("yso:1", {"fi": ("kylmä sota",), "sv": ("kalla kriget",), "en": ("cold war",)}),
        ("yso:2", {"fi": ("sota",), "sv": ("krig",), "en": ("war",)}),
        ("yso:3", {"fi": ("lama",), "sv": ("recession",), "en": ("depression (economic events)",)}),
    ]
    return Knowledge(Lexicon.of(names), Vocabulary.of(held.words, held.terms))


class MeaningContract:
    """Beside `EngineContract`, with the same fixture."""

    def test_a_part_of_the_only_word_is_no_hit_but_all_its_parts_are(self, engine: Engine) -> None:
        records = [record("Luku yksin"), record("Luku", "Murto kävi."), record("Murtoluku")]
        hold(engine, *records)
        found = titles(engine.search(parse("murtolukuja", "fi")), records)
        assert found == ["Murtoluku", "Luku"]

    def test_where_nothing_else_is_found_a_part_will_do(self, engine: Engine) -> None:
        records = [record("Luku yksin"), record("Sammakko")]
        hold(engine, *records)
        assert engine.search(parse("murtolukuja", "fi")).total == 0
        assert titles(found_by(engine, parse("murtolukuja", "fi")), records) == ["Luku yksin"]
        assert titles(found_by(engine, parse("sammakko traktori", "fi")), records) == ["Sammakko"]
        assert found_by(engine, parse("traktori", "fi")).total == 0

    def test_another_language_need_only_say_what_can_be_said_in_it(self, engine: Engine) -> None:
        records = [
            record("The Depression", language="en"),
            record("Suuri lama"),
            record("Lama"),
            record("Economy", language="en"),
        ]
        hold(engine, *records)
        found = titles(engine.search(parse("suuri lama", "fi", knowledge=knowledge_of(records))), records)
        assert found == ["Suuri lama", "The Depression"]

    def test_a_name_of_several_words_is_met_as_a_whole(self, engine: Engine) -> None:
        records = [
            record("The Cold War", language="en"),
            record("War in a cold country", language="en"),
            record("Kylmä sota"),
            record("Kalla kriget", language="sv"),
        ]
        hold(engine, *records)
        found = titles(engine.search(parse("kylmää sotaa", "fi", knowledge=knowledge_of(records))), records)
        assert found[0] == "Kylmä sota"
        assert set(found) == {"Kylmä sota", "The Cold War", "Kalla kriget"}

    def test_a_misspelt_word_finds_what_was_meant(self, engine: Engine) -> None:
        records = [record("Paraabeli ja sen huippu"), record("Parabel", language="sv"), record("Sammakko")]
        hold(engine, *records)
        found = titles(engine.search(parse("paraabelli", "fi", knowledge=knowledge_of(records))), records)
        assert found == ["Paraabeli ja sen huippu", "Parabel"]
