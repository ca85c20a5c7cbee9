"""A screening in one or two sentences, in the active language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oer.domain.criteria import Result, Severity, Verdict
from oer.screening.records import Screening


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of each weight a screening has."""

    #: What stops publishing, a check that could not be run included.
    stops: int
    #: What waits for the author's answer.
    asks: int
    advice: int
    #: Criteria with nothing open.
    in_order: int
    #: Criteria that wait for a reviewer.
    awaiting: int


def counts(screening: Screening) -> Counts:
    """Count what a screening found."""
    stops = asks = advice = in_order = awaiting = 0
    for entry in screening.report["criteria"]:
        blocking = [f for f in entry["findings"] if _stops(f)]
        refused = entry["judgement"] and entry["judgement"]["verdict"] == Verdict.FAIL
        if entry["verdict"] == Verdict.WAIVED:
            continue
        stops += len(blocking) + (entry["verdict"] == Verdict.ERROR) + bool(refused and not blocking)
        asks += len([rule for rule in entry["unanswered"] if rule or not refused])
        advice += sum(
            f["severity"] == Severity.ADVICE and f["result"] == Result.CONCERN for f in entry["findings"]
        )
        awaiting += entry["verdict"] == Verdict.PENDING
        in_order += entry["verdict"] == Verdict.PASS
    return Counts(stops=stops, asks=asks, advice=advice, in_order=in_order, awaiting=awaiting)


def headline(screening: Screening) -> str:
    """What it comes to for the author: "3 things stop this"."""
    found = counts(screening)
    if found.stops:
        return ngettext("%(count)s thing stops this", "%(count)s things stop this", found.stops) % {
            "count": found.stops
        }
    if found.asks:
        return ngettext(
            "%(count)s thing needs your answer", "%(count)s things need your answer", found.asks
        ) % {"count": found.asks}
    return _("Ready to submit")


def summary(screening: Screening) -> str:
    """The headline and the rest, as sentences."""
    found = counts(screening)
    parts = [headline(screening)]
    if found.stops and found.asks:
        parts.append(
            ngettext("%(count)s thing needs your answer", "%(count)s things need your answer", found.asks)
            % {"count": found.asks}
        )
    return ". ".join(parts) + "."


def _stops(finding: dict[str, str]) -> bool:
    return finding["severity"] == Severity.BLOCKS and finding["result"] == Result.FAIL
