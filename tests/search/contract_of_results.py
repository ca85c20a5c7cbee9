"""What every engine must make of families, levels under levels, orders, and what is known of a work."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest

from oer.domain.record import Record
from search.engines.base import Engine
from search.query import parse
from search.query.tree import Query
from search.query.weights import QUALITY
from tests.search.contract import hold, titles
from tests.search.records import record


def folded(text: str, **values: object) -> Query:
    """The query of these words, families folded."""
    return dataclasses.replace(parse(text, "fi", **values), fold=True)  # type: ignore[arg-type]


def family_of(original: Record, *others: tuple[str, str]) -> list[Record]:
    """The original and its adaptations, each given as title and language."""
    kin = [record(title, language=language, family=original.id) for title, language in others]
    return [original, *kin]


class ResultsContract:
    """Beside `EngineContract`, with the same fixture."""

    def test_a_family_is_one_hit_and_its_best_stands_for_it(self, engine: Engine) -> None:
        records = [
            *family_of(record("Muu", "Murtoluku mainitaan."), ("Murtoluku", "fi"), ("Bråktal", "sv")),
            record("Murtoluku ja muuta"),
        ]
        hold(engine, *records)
        found = engine.search(folded("murtoluku"))
        assert titles(found, records) == ["Murtoluku", "Murtoluku ja muuta"]
        assert (found.total, found.rows) == (3, 2)
        apart = engine.search(parse("murtoluku", "fi"))
        assert (apart.total, apart.rows, len(apart.hits)) == (3, 3, 3)

    def test_of_equal_members_the_one_in_the_visitors_language_stands(self, engine: Engine) -> None:
        swedish = record("MAA5", language="sv")
        records = family_of(swedish, ("MAA5", "en"), ("MAA5", "fi"), ("MAA5", "de"))
        hold(engine, *records)
        for language in ("fi", "sv", "en"):
            for text in ("maa5", ""):
                query = dataclasses.replace(parse(text, language), fold=True)
                ((identifier, _score),) = engine.search(query).hits
                assert [one.language for one in records if str(one.id) == identifier] == [language]

    def test_counts_are_of_works_and_not_of_families(self, engine: Engine) -> None:
        records = family_of(record("Luku"), ("Luku", "sv"), ("Luku", "en"))
        hold(engine, *records)
        found = engine.search(folded("luku"))
        assert found.facets["language"] == {"fi": 1, "sv": 1, "en": 1}

    def test_a_filter_chooses_among_the_members(self, engine: Engine) -> None:
        records = [*family_of(record("Luku"), ("Luku på svenska", "sv")), record("Luku 2")]
        hold(engine, *records)
        for text in ("luku", ""):
            for sort in ("relevance", "newest", "adopted"):
                found = engine.search(folded(text, filters={"language": ("sv",)}, sort=sort))
                assert titles(found, records) == ["Luku på svenska"]
                assert (found.total, found.rows) == (1, 1)

    def test_left_out_members_stand_for_nothing(self, engine: Engine) -> None:
        records = family_of(record("Luku"), ("Luku uudestaan", "fi"))
        hold(engine, *records)
        for text in ("luku", ""):
            found = engine.search(folded(text), frozenset({str(records[0].id)}))
            assert titles(found, records) == ["Luku uudestaan"]
            assert (found.total, found.rows) == (1, 1)

    @pytest.mark.parametrize("sort", ["relevance", "newest", "adopted"])
    @pytest.mark.parametrize("text", ["luku", ""])
    def test_pages_of_families_hold_each_once(self, engine: Engine, text: str, sort: str) -> None:
        records: list[Record] = []
        for n in range(25):
            kin = (("Luku", "sv"),) * (n % 3)
            records += family_of(record(f"Luku {n}", "sana " * n, age=n % 7, uses=n % 4), *kin)
        hold(engine, *records)
        pages = [engine.search(folded(text, page=page, size=10, sort=sort)) for page in (1, 2, 3, 4)]
        assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
        assert {(page.total, page.rows) for page in pages} == {(len(records), 25)}
        families = {str(one.id): one.family or one.id for one in records}
        assert len({families[identifier] for page in pages for identifier, _ in page.hits}) == 25

    def test_a_wider_level_holds_what_is_meant_for_a_narrower_one(self, engine: Engine) -> None:
        records = [
            record("A", levels=("grade-3",)),
            record("B", levels=("grade-3", "grade-4")),
            record("C", levels=("basic-3-6",)),
            record("D", levels=("basic-7-9",)),
            record("E", levels=("basic",)),
            record("F", levels=("preprimary",)),
        ]
        hold(engine, *records)
        chosen = {
            "grade-3": "AB",
            "basic-3-6": "ABC",
            "basic": "ABCDE",
            "preprimary": "F",
            "upper-secondary": "",
        }
        for level, expected in chosen.items():
            found = engine.search(parse("", "fi", filters={"level": (level,)}))
            assert "".join(sorted(titles(found, records))) == expected
            # Documents are counted under a parent once, and the choice does not shrink the facet's counts.
            assert found.facets["level"] == {
                **{"basic": 5, "basic-3-6": 3, "grade-3": 2, "grade-4": 1, "basic-7-9": 1, "preprimary": 1}
            }
        both = engine.search(parse("", "fi", filters={"level": ("grade-4", "basic-7-9", "preprimary")}))
        assert "".join(sorted(titles(both, records))) == "BDF"

    def test_easy_language_is_read_as_its_language_and_is_a_part_of_it(self, engine: Engine) -> None:
        records = [record("Murtoluvut selkeästi", language="fi-simple"), record("Murtolukuja")]
        hold(engine, *records)
        for chosen, number in (("fi", 2), ("fi-simple", 1), ("sv", 0)):
            found = engine.search(parse("murtolukujen", "fi", filters={"language": (chosen,)}))
            assert found.total == number
            assert found.facets["language"] == {"fi": 2, "fi-simple": 1}

    def test_the_most_adopted_come_first_then_the_newest_then_by_id(self, engine: Engine) -> None:
        low, high = (UUID(int=n << 120) for n in (1, 2))
        records = [
            record("Luku luku", age=9),
            record("Luku newer", age=1),
            record("Luku twice", age=5, adoptions=2),
            record("Luku thrice", age=7, uses=1, adoptions=2),
            record("Luku low", age=3, uses=1, id=low),
            record("Luku high", age=3, uses=1, id=high),
        ]
        hold(engine, *records)
        expected = [f"Luku {word}" for word in ("thrice", "twice", "high", "low", "newer", "luku")]
        for text in ("luku", ""):
            for query in (parse(text, "fi", sort="adopted"), folded(text, sort="adopted")):
                assert titles(engine.search(query), records) == expected

    @pytest.mark.parametrize(
        "signal",
        [{"uses": 3}, {"adoptions": 2}, {"screening": "approved"}, {"age": -500}],
        ids=lambda signal: next(iter(signal)),
    )
    def test_of_equal_matches_the_better_work_comes_first(
        self, engine: Engine, signal: dict[str, object]
    ) -> None:
        records = [record("Luku", "sana"), record("Luku", "sana", **signal), record("Luku", "sana")]
        hold(engine, *records)
        found = engine.search(parse("luku", "fi"))
        assert found.hits[0][0] == str(records[1].id)
        most = 1 + QUALITY.screening + QUALITY.adoptions + QUALITY.uses + QUALITY.recency
        assert 1 < found.hits[0][1] / found.hits[1][1] < most

    @pytest.mark.parametrize(
        ("query", "better", "worse"),
        [
            ("derivaatta", {"title": "Derivaatta"}, {"title": "Muu", "body": "Derivaatta mainitaan."}),
            ("derivaatta", {"title": "Derivaatta"}, {"title": "Muu", "description": "Derivaatta."}),
            ("kylmä sota", {"title": "Kylmä sota"}, {"title": "Kylmä talvi", "body": "Sota oli."}),
            ("sammakko lampi kevät", {"title": "Sammakko, lampi ja kevät"}, {"title": "Sammakko ja lampi"}),
            (
                "sammakko lampi kevät",
                {"title": "Vesi", "body": "Sammakko lampi kevät."},
                {"title": "Vesi", "body": "Sammakko lampi."},
            ),
            (
                "luku",
                {"title": "Luku", "language": "fi"},
                {"title": "Kieli", "body": "luku", "language": "sv"},
            ),
        ],
    )
    def test_no_fame_lifts_a_plainly_worse_match(
        self, engine: Engine, query: str, better: dict[str, str], worse: dict[str, str]
    ) -> None:
        unknown = record(**better, age=3000)
        famous = record(**worse, uses=100_000, adoptions=10_000, screening="approved", age=-4000)
        hold(engine, unknown, famous, *(record("Muuta", "sanoja") for _ in range(20)))
        hits = [identifier for identifier, _ in engine.search(parse(query, "fi")).hits]
        assert hits[0] == str(unknown.id)
