"""What every engine must do for suggestions, similar records and pages without hits."""

from __future__ import annotations

from dataclasses import replace

from search.engines.asking import found_by
from search.engines.base import Engine
from search.query import parse
from search.query.tree import FACETS, Liking, Query
from tests.search.contract import hold, titles
from tests.search.hostile import HOSTILE
from tests.search.records import record


class CountingContract:
    """Beside `EngineContract`, with the same fixture."""

    def test_several_queries_are_counted_at_once(self, engine: Engine) -> None:
        hidden = record("Murtoluku salassa", subjects=("music",))
        hold(engine, hidden, record("Murtoluku", subjects=("art",)), record("Sammakko", subjects=("art",)))
        queries = [
            parse("murtolukuja", "fi"),
            parse("murtolukuja", "fi", filters={"subject": ("music",)}),
            parse("lehmä", "fi"),
            parse("***", "fi"),
            Query(filters={"subject": ("art", "music")}),
        ]
        assert engine.totals(queries) == (2, 1, 0, 0, 3)
        assert engine.totals(queries, frozenset({str(hidden.id)})) == (1, 0, 0, 0, 2)
        assert engine.totals([]) == ()

    def test_a_total_is_what_a_search_finds_whatever_is_typed(self, engine: Engine) -> None:
        hold(engine, record("Luku ja sana"), record("Toinen luku"))
        queries = [parse(typed, "fi") for typed in HOSTILE]
        assert engine.totals(queries) == tuple(engine.search(query).total for query in queries)

    def test_only_the_wanted_facets_are_counted(self, engine: Engine) -> None:
        hold(engine, record("Luku", subjects=("art",)))
        found = engine.search(replace(parse("luku", "fi"), counted=("subject",)))
        assert found.facets == {**{name: {} for name in FACETS}, "subject": {"art": 1}}
        filtered = parse("luku", "fi", filters={"subject": ("art",)})
        assert not any(engine.search(replace(filtered, counted=())).facets.values())

    def test_of_equal_hits_the_liked_come_first_and_the_others_stay(self, engine: Engine) -> None:
        records = [record("Luku", subjects=("art",)), record("Luku", "Toinen.", subjects=("music",))]
        hold(engine, *records)
        for subject in ("art", "music"):
            liking = Liking("subject", (subject,), 2.0)
            found = engine.search(replace(parse("luku", "fi"), likings=(liking,)))
            assert found.total == 2
            first = next(one for one in records if str(one.id) == found.hits[0][0])
            assert first.subjects == (subject,)

    def test_a_group_may_be_looked_for_in_some_fields_only(self, engine: Engine) -> None:
        records = [record("Luku"), record("Muu", "Luku on luku, murtoluku ja rivi.")]
        hold(engine, *records)
        (group,) = parse("luku", "fi").groups
        assert engine.search(Query(text="luku", groups=(group,))).total == 2
        in_titles = Query(text="luku", groups=(replace(group, fields=("title",)),))
        assert titles(engine.search(in_titles), records) == ["Luku"]

    def test_it_is_told_when_only_a_part_was_met(self, engine: Engine) -> None:
        records = [record("Luku yksin")]
        hold(engine, *records)
        assert not found_by(engine, parse("luku", "fi")).loosened
        loosened = found_by(engine, parse("luku sammakko", "fi"))
        assert loosened.loosened
        assert titles(loosened, records) == ["Luku yksin"]
