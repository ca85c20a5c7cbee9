"""What the embedded index looks like inside: its fields, and a query's tree in tantivy's terms."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur
from tantivy import Query as Tree

from oer.domain.text import LANGUAGES
from search.documents import EDGE, Document
from search.engines.base import FACET_VALUES, WINDOW, Found, Held
from search.engines.shape import (
    ALL_BONUS,
    OWN_LANGUAGE,
    TIE_BREAKER,
    Clause,
    Clauses,
    Shape,
    Together,
    Written,
    order_of,
    shape,
)
from search.query.tree import FACETS, TEXT_FIELDS, Query, streams_of
from search.spelling.vocabulary import Counts

_WORDS = "word"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True, fast=True)
    builder.add_unsigned_field("digest", stored=True)
    for field in TEXT_FIELDS:
        for stream in streams_of(field):
            option = "position" if stream == field else "freq"
            builder.add_text_field(stream, tokenizer_name="words", index_option=option)
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    for number in ("newest", "adopted", "family"):
        builder.add_integer_field(number, fast=True)
    builder.add_float_field("worth", fast=True)
    # Only listed, never asked for: see `words_held`.
    builder.add_text_field(_WORDS, tokenizer_name="raw", index_option="basic")
    return builder.build()


_SCHEMA = _schema()
#: Another one whenever the fields are others: an index of other fields has to be built anew.
SCHEMA_FORM = hashlib.sha256(repr(_SCHEMA.__reduce__()[1:]).encode()).hexdigest()[:8]


def open_index(path: Path, *, create: bool = True) -> tantivy.Index:
    """The index in this folder. Raises ValueError or OSError when it cannot be read."""
    index = tantivy.Index(_SCHEMA, path=str(path)) if create else tantivy.Index.open(str(path))
    # Streams hold no other white space than single spaces, so this splits them exactly.
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", words)
    return index


def tantivy_document(document: Document) -> tantivy.Document:
    """The document as tantivy takes it."""
    values: dict[str, Any] = {
        **document.streams,
        **{name: list(found) for name, found in document.facets.items() if found},
        _WORDS: list(document.words),
        "id": document.id,
        "version": document.version,
        "digest": document.digest,
        **document.numbers,
        # A score is weighed by log2(2 + the field's value).
        "worth": 2 ** document.numbers["worth"] - 2,
    }
    return tantivy.Document.from_dict(values, _SCHEMA)


def versions_held(index: tantivy.Index, identifiers: Collection[str] | None = None) -> dict[str, int]:
    """The version of every document, or of those with these ids that are held."""
    searcher = index.searcher()
    wanted = Tree.all_query() if identifiers is None else _any_of("id", identifiers)
    limit = searcher.num_docs if identifiers is None else len(identifiers)
    if not limit:
        return {}
    found = searcher.search(wanted, limit, count=False).hits
    documents = (searcher.doc(address) for _, address in found)
    return {document["id"][0]: document["version"][0] for document in documents}


def documents_held(index: tantivy.Index, beginning: str) -> dict[str, Held]:
    """What is held of the documents whose id begins so."""
    searcher = index.searcher()
    wanted = Tree.regex_query(_SCHEMA, "id", f"{_escaped(beginning)}.*") if beginning else Tree.all_query()
    found = searcher.search(wanted, max(1, searcher.num_docs), count=False).hits
    documents = (searcher.doc(address) for _, address in found)
    return {one["id"][0]: Held(one["version"][0], one["digest"][0]) for one in documents}


def words_held(index: tantivy.Index) -> tuple[Counts, Counts]:
    """The words of all texts, and the terms that find something, by language, each with its documents; of a
    term those of the stream that has it most."""
    searcher = index.searcher()

    def listed(field: str, language: str) -> list[tuple[str, int]]:
        # Under a filter, since otherwise documents that were taken out would be counted until segments merge.
        return searcher.terms_with_prefix(field, "", _any_of("language", [language]))

    def found_by(language: str) -> dict[str, int]:
        most: dict[str, int] = {}
        for stream in (name for field in TEXT_FIELDS for name in streams_of(field)):
            for term, documents in listed(stream, language):
                most[term] = max(documents, most.get(term, 0))
        most.pop(EDGE, None)
        return most

    return (
        {language: dict(listed(_WORDS, language)) for language in LANGUAGES},
        {language: found_by(language) for language in LANGUAGES},
    )


def answer(index: tantivy.Index, query: Query, wanted: Shape, without: frozenset[str]) -> Found:
    """One page of hits, the total and the counts; `wanted` is the query's shape. Raises ValueError when the
    index cannot be searched."""
    searcher = index.searcher()
    words = _words(wanted, without)
    filters = {name: _any_of(name, chosen) for name, chosen in query.filters.items() if chosen}
    everything = _filtered(words, filters.values())
    total, hits = _folded(searcher, everything, query) if query.fold else _hits(searcher, everything, query)
    offset = (query.page - 1) * query.size
    return Found(
        total=total,
        rows=len(hits) if query.fold else total,
        hits=tuple(
            (searcher.doc(address)["id"][0], score) for score, address in hits[offset : offset + query.size]
        ),
        facets=_counts(searcher, words, filters, query.counted),
    )


def _hits(
    searcher: tantivy.Searcher, tree: Tree, query: Query, order: str | None = None
) -> tuple[int, list[Any]]:
    """How many documents there are, and (score, address) of the first ones as far as the page reaches; all
    of the window where families are folded, since nobody knows how many works a page of them takes."""
    order = order_of(query) if order is None else order
    deep = WINDOW if query.fold else min(query.page * query.size, WINDOW)
    weigh = None if order else "worth"
    result = searcher.search(tree, deep, order_by_field=order or None, weight_by_field=weigh)
    hits = [(0.0, address) for _, address in result.hits] if order else result.hits
    return result.count, hits  # type: ignore[attr-defined]  # missing in the stub of 0.27


def _folded(searcher: tantivy.Searcher, tree: Tree, query: Query) -> tuple[int, list[Any]]:
    """The same with one hit a family: its place is that of its first, and its best by score stands for it."""
    total, hits = _hits(searcher, tree, query)
    best = _by_family(searcher, hits)
    if order_of(query):
        standing = _by_family(searcher, _hits(searcher, tree, query, order="")[1])
        best = {family: (0.0, standing.get(family, hit)[1]) for family, hit in best.items()}
    return total, list(best.values())


def _by_family(searcher: tantivy.Searcher, hits: list[Any]) -> dict[int, Any]:
    """The first hit of each family, in order."""
    families = searcher.fast_field_values("family", [address for _, address in hits])
    first: dict[int, Any] = {}
    for family, hit in zip(families, hits, strict=True):
        first.setdefault(int(family or 0), hit)
    return first


def totals(index: tantivy.Index, queries: Iterable[Query], without: frozenset[str]) -> tuple[int, ...]:
    """How many documents meet each query. Raises ValueError when the index cannot be searched."""
    searcher = index.searcher()
    found = []
    for query in queries:
        wanted = shape(query)
        filters = [_any_of(name, chosen) for name, chosen in query.filters.items() if chosen]
        tree = _filtered(_words(wanted, without), filters)
        count = 0 if wanted.hopeless else searcher.search(tree, 1).count  # type: ignore[attr-defined]
        found.append(count)
    return tuple(found)


def _words(wanted: Shape, without: frozenset[str]) -> Tree:
    """The part of the tree that ranks, and what must not be there."""
    parts: list[tuple[Occur, Tree]] = [(Occur.Must, _group(clauses)) for clauses in wanted.required]
    if wanted.optional:
        some = [(Occur.Should, _group(clauses)) for clauses in wanted.optional]
        parts.append((Occur.Must, Tree.boolean_query(some, wanted.needed)))
    if wanted.lifted:
        every = [(Occur.Must, _group(clauses)) for clauses in wanted.lifted]
        parts.append((Occur.Should, Tree.boost_query(Tree.boolean_query(every), ALL_BONUS)))
    parts += [(Occur.Should, _group(clauses)) for clauses in wanted.near]
    if wanted.language:
        parts.append((Occur.Should, _any_of("language", [wanted.language], OWN_LANGUAGE)))
    parts += [(Occur.Should, _any_of(one.facet, one.values, one.worth)) for one in wanted.likings]
    if wanted.matches_all:
        parts.append((Occur.Must, Tree.all_query()))
    parts += [(Occur.MustNot, _group(clauses)) for clauses in wanted.excluded]
    if without:
        parts.append((Occur.MustNot, _any_of("id", without)))
    return Tree.boolean_query(parts)


def _group(clauses: Clauses) -> Tree:
    return Tree.disjunction_max_query([_clause(clause) for clause in clauses], TIE_BREAKER)


def _clause(clause: Clause | Together | Written) -> Tree:
    if isinstance(clause, Written):
        return _any_of("language", [clause.language])
    if isinstance(clause, Together):
        return Tree.boolean_query([(Occur.Must, _group(word)) for word in clause.words])
    if clause.prefix:
        found = Tree.regex_query(_SCHEMA, clause.stream, f"{_escaped(clause.words[0])}.*")
    elif len(clause.words) > 1:
        found = Tree.phrase_query(_SCHEMA, clause.stream, list(clause.words))
    else:
        found = Tree.term_query(_SCHEMA, clause.stream, clause.words[0], "freq")
    return Tree.boost_query(found, clause.boost)


def _escaped(word: str) -> str:
    return re.sub(r"([^\w])", r"\\\1", word)


def _any_of(field: str, values: Iterable[str], worth: float = 0.0) -> Tree:
    """A filter: it adds nothing to the score, or the same for every document."""
    return Tree.const_score_query(Tree.term_set_query(_SCHEMA, field, list(values)), worth)


def _filtered(words: Tree, filters: Iterable[Tree]) -> Tree:
    chosen = [(Occur.Must, found) for found in filters]
    return Tree.boolean_query([(Occur.Must, words), *chosen]) if chosen else words


def _counts(
    searcher: tantivy.Searcher, words: Tree, filters: Mapping[str, Tree], wanted: Collection[str]
) -> dict[str, dict[str, int]]:
    """Counts of the wanted facets; those with a choice of their own are counted without it."""
    free = [name for name in wanted if name not in filters]
    counts = _aggregate(searcher, _filtered(words, filters.values()), free)
    for name in filters.keys() & set(wanted):
        others = [found for other, found in filters.items() if other != name]
        counts |= _aggregate(searcher, _filtered(words, others), [name])
    return {name: counts.get(name, {}) for name in FACETS}


def _aggregate(searcher: tantivy.Searcher, query: Tree, names: list[str]) -> dict[str, dict[str, int]]:
    if not names:
        return {}
    wanted = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in names}
    found = searcher.aggregate(query, wanted)
    return {name: {b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in names}
