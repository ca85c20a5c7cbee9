"""How fast text is analysed whose words have been met before, as most words of any new text have."""

from __future__ import annotations

import time

from bench.table import Figure
from oer.catalogue.models import CatalogueEntry
from search.analysis import analyse

NOTE = "Processor time; the corpus's own texts, read a second time."
AT_LEAST = 100_000.0
#: So many records are enough for a rate.
_MOST = 300


def analysis_rate() -> list[Figure]:
    """Tokens a second on warm text."""
    records = [entry.as_record() for entry in CatalogueEntry.objects.live().order_by("pk")[:_MOST]]
    texts = [(passage.text, record.language) for record in records for passage in record.passages]
    for text, language in texts:
        analyse(text, language)
    begun = time.process_time()
    tokens = sum(len(analyse(text, language)) for text, language in texts)
    rate = tokens / (time.process_time() - begun)
    return [Figure(what="analysis of warm text", unit="tokens/s", ours=rate, at_least=AT_LEAST)]
