"""The record survives its way through JSON."""

import datetime as dt
import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.domain.record import Keyword, Passage, Record, Source, VideoFacts

words = st.text(max_size=20)
names = st.lists(words, max_size=3).map(tuple)
times = st.datetimes(
    dt.datetime(1900, 1, 1),
    dt.datetime(2200, 1, 1),
    timezones=st.just(dt.UTC),
)
records = st.builds(
    Record,
    id=st.uuids(),
    source_id=st.none() | words,
    kind=st.sampled_from(["material", "case"]),
    title=words,
    description=words,
    language=words,
    path=words,
    licence=words,
    authors=names,
    subjects=names,
    levels=names,
    keywords=st.lists(st.builds(Keyword, label=words, uri=words), max_size=3).map(tuple),
    objectives=names,
    themes=names,
    schools=names,
    is_based_on=st.lists(
        st.builds(Source, title=words, authors=names, licence=words, url=words, id=st.none() | st.uuids()),
        max_size=3,
    ).map(tuple),
    passages=st.lists(
        st.builds(Passage, kind=words, text=words, place=words, language=words), max_size=3
    ).map(tuple),
    video=st.none() | st.builds(VideoFacts, seconds=st.integers(0, 10**6), poster=words, captions=names),
    ai_generated=st.booleans(),
    minutes=st.none() | st.integers(1, 10**5),
    published_at=times,
    changed_at=times,
)


@given(records)
def test_a_record_read_back_from_json_is_the_same_value(record: Record) -> None:
    assert Record.from_json(json.loads(json.dumps(record.to_json()))) == record


@given(records)
def test_a_record_is_hashable_so_nothing_in_it_can_change(record: Record) -> None:
    assert hash(record) == hash(Record.from_json(record.to_json()))


def small(**values: object) -> Record:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    required = {
        "id": UUID(int=1),
        "kind": "case",
        "title": "Ilmiöviikko",
        "description": "",
        "language": "fi",
        "path": "cases/ilmioviikko/",
        "licence": "CC-BY-4.0",
        "published_at": moment,
        "changed_at": moment,
    }
    return Record(**{**required, **values})  # type: ignore[arg-type]


def test_a_passage_written_before_it_said_its_language_is_in_the_records() -> None:
    data = small(passages=(Passage(kind="caption", text="meri", place="#t=1"),)).to_json()
    assert data["passages"][0].pop("language") == ""
    assert Record.from_json(data).passages == (
        Passage(kind="caption", text="meri", place="#t=1", language=""),
    )


def test_an_older_reader_survives_a_newer_row() -> None:
    assert Record.from_json({**small().to_json(), "invented_later": 1}) == small()


def test_a_newer_reader_survives_an_older_row() -> None:
    data = small().to_json()
    for name in ("themes", "video", "is_based_on", "keywords", "minutes"):
        del data[name]
    assert Record.from_json(data) == small()


@pytest.mark.parametrize("missing", ["id", "title", "published_at"])
def test_a_row_without_what_every_record_has_is_refused(missing: str) -> None:
    data = small().to_json()
    del data[missing]
    with pytest.raises((KeyError, TypeError)):
        Record.from_json(data)


@pytest.mark.parametrize("part", ["is_based_on", "keywords", "passages", "video"])
def test_parts_of_a_newer_row_are_read_without_what_is_unknown(part: str) -> None:
    record = small(
        is_based_on=(Source(title="Meri"),),
        keywords=(Keyword(label="meri"),),
        passages=(Passage(kind="body", text="meri"),),
        video=VideoFacts(seconds=1),
    )
    data = record.to_json()
    for row in data[part] if isinstance(data[part], list) else [data[part]]:
        row["invented_later"] = 1
    assert Record.from_json(data) == record


def test_times_keep_their_zone() -> None:
    helsinki = dt.timezone(dt.timedelta(hours=2))
    record = small(changed_at=dt.datetime(2026, 1, 1, 12, tzinfo=helsinki))
    assert Record.from_json(record.to_json()).changed_at.utcoffset() == dt.timedelta(hours=2)
