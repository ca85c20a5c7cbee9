"""A document is found by its own title, whatever else the query is widened by."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import read_corpus
from bench.knowledge import Held
from oer.domain.record import Record
from search.documents import document
from search.engines.asking import found_by
from search.engines.embedded import EmbeddedEngine
from search.lexicon import Lexicon
from search.lexicon.bilingual import Entry
from search.query import Knowledge, parse
from search.spelling import Vocabulary
from tests.search import records

#: Every so many documents of the corpus are taken, so that all its collections are there.
STEP = 9
#: Dictionary entries that lead from common words to common words: widening must not drown the title.
ENTRIES = [
    Entry("fi", "luku", "en", ("number", "chapter")),
    Entry("fi", "laskea", "en", ("calculate", "count", "lower")),
    Entry("en", "number", "sv", ("tal", "nummer")),
    Entry("en", "use", "fi", ("käyttö", "käyttää")),
    Entry("sv", "lära", "en", ("learn", "teach")),
]


@pytest.mark.data
@pytest.mark.slow
def test_nearly_every_title_leads_to_its_document_first_and_none_is_lost(
    shared_data: Path, tmp_path: Path
) -> None:
    engine, held = EmbeddedEngine(tmp_path / "index", "x"), Held()
    rows = islice(read_corpus(shared_data / "materials.jsonl"), 0, None, STEP)
    corpus = [record for _name, record in rows]
    engine.put([held.counted(document(record, 1)) for record in corpus])
    knowledge = Knowledge(Lexicon.of((), ENTRIES), Vocabulary.of(held.words, held.terms))
    ranks = {record.title: rank(engine, record, knowledge) for record in corpus}
    assert not {title: place for title, place in ranks.items() if place > 5}
    assert sum(place == 1 for place in ranks.values()) >= 0.97 * len(ranks)


def rank(engine: EmbeddedEngine, record: Record, knowledge: Knowledge) -> int:
    """The document's place; that of the first one that is as good, and beyond all when it is not found."""
    hits = found_by(engine, parse(record.title, record.language, size=50, knowledge=knowledge)).hits
    score = dict(hits).get(str(record.id))
    return 1000 if score is None else 1 + sum(other > score + 0.001 for _identifier, other in hits)


WORDS = st.sampled_from(
    ["luku", "Jono", "tal", "loop", "print()", "MAA5", "S2-opetus", "π", "3,14", "x²", "på", "-a"]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["fi", "sv", "en"]))
def test_a_title_of_any_words_is_met_by_itself(words: list[str], language: str) -> None:
    """Every group of the query made from a title has a term that the title's own streams hold."""
    title = " ".join(words)
    streams = document(records.record(title, language=language), 1).streams
    held = set(f"{streams['title']} {streams['title_extra']}".split())
    for group in parse(title, language).groups:
        assert any(held.issuperset(a.term.split()) for a in group.alternatives)
