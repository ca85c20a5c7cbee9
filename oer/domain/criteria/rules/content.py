"""Content and language: what a machine can point at; correctness and balance are people's to judge."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from oer.domain.criteria import reading
from oer.domain.criteria.evaluation import PAGE, Context, Found, implements

_NETWORKS = ("adtraction.com", "awin1.com", "tradedoubler.com", "shareasale.com", "amzn.to", "rakuten.com")


@implements("affiliate_link", covers=PAGE, field="body")
def affiliate_link(context: Context) -> Iterator[Found]:
    keys = set(context.params["query_keys"])
    for document in context.documents:
        for link in document.links:
            parts = urlsplit(link.url)
            host = (parts.hostname or "").casefold()
            network = any(host == known or host.endswith(f".{known}") for known in _NETWORKS)
            carried = {key for key, _value in parse_qsl(parts.query)} & keys
            if parts.scheme in ("http", "https") and (network or carried):
                yield Found(where={"file": document.name, "url": link.url})


@implements("lix_above_band", covers=PAGE, field="body")
def lix_above_band(context: Context) -> Iterator[Found]:
    language = str(context.facts.get("language")).partition("-")[0]
    row = reading.lix_row(tuple(context.facts.get("education_level") or ()), context.facts.kind)
    limit = context.parameters["lix_max"].get(row, {}).get(language)
    if limit is None:
        return
    for document in context.documents:
        found = reading.readability(document.prose)
        if found is None or found.words < context.params["min_words"]:
            continue
        if found.sentences >= context.params["min_sentences"] and found.lix > limit:
            yield Found(
                where={"file": document.name},
                measured={"lix": round(found.lix, 1), "longest_sentences": list(found.longest)},
                limit={"limit": limit},
            )


@implements("declared_easy_language")
def declared_easy_language(context: Context) -> Iterator[Found]:
    if "easy_language" in (context.facts.get("accessibility_features") or ()):
        yield Found(measured={"accessibility_features": "easy_language"})
