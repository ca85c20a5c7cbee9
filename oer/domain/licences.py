"""Licences: which exist here, what they allow, and what a remix of several may carry.

The adaptation matrix is that of the criteria (`criteria.yaml`, `adaptation_matrix`), which follows Creative
Commons' adapter's licence chart (FAQ, "If I derive or adapt material offered under a Creative Commons
licence, which CC licence(s) can I use?").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oer.domain.text import Label


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence under which a work may stand on the platform."""

    #: SPDX-like id, e.g. `CC-BY-SA-4.0`.
    id: str
    #: Short name as people write it, the same in every language.
    name: str
    uri: str
    #: What a reader may do, in one sentence.
    summary: Label
    #: An author may choose it for a new work of their own.
    offered: bool = False
    #: Licences a work adapted from this one may carry (ids); empty = no adapted version may be shared.
    adapts_to: frozenset[str] = frozenset()


_ALL = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0")
_ADAPTS: dict[str, tuple[str, ...]] = {
    "CC0": _ALL,
    "CC-PDM": _ALL,
    "CC-BY": ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
    "CC-BY-SA": ("CC-BY-SA-4.0",),
    "CC-BY-NC": ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
    "CC-BY-NC-SA": ("CC-BY-NC-SA-4.0",),
    "CC-BY-ND": (),
    "CC-BY-NC-ND": (),
}
_SUMMARIES = {
    "CC0": Label(
        "Saat käyttää vapaasti ilman ehtoja.",
        "Du får använda fritt utan villkor.",
        "You may use it freely without conditions.",
    ),
    "CC-PDM": Label(
        "Tekijänoikeus on päättynyt. Saat käyttää vapaasti.",
        "Upphovsrätten har upphört. Du får använda fritt.",
        "Copyright has ended. You may use it freely.",
    ),
    "CC-BY": Label(
        "Saat käyttää ja muokata, kun mainitset tekijän.",
        "Du får använda och bearbeta om du anger upphovspersonen.",
        "You may use and adapt it if you credit the author.",
    ),
    "CC-BY-SA": Label(
        "Saat käyttää ja muokata, kun mainitset tekijän ja jaat samalla lisenssillä.",
        "Du får använda och bearbeta om du anger upphovspersonen och delar under samma licens.",
        "You may use and adapt it if you credit the author and share under the same licence.",
    ),
    "CC-BY-NC": Label(
        "Saat käyttää ja muokata ei-kaupallisesti, kun mainitset tekijän.",
        "Du får använda och bearbeta icke-kommersiellt om du anger upphovspersonen.",
        "You may use and adapt it non-commercially if you credit the author.",
    ),
    "CC-BY-NC-SA": Label(
        "Saat käyttää ja muokata ei-kaupallisesti, kun mainitset tekijän ja jaat samalla lisenssillä.",
        "Du får använda och bearbeta icke-kommersiellt om du anger upphovspersonen och delar under samma licens.",
        "You may use and adapt it non-commercially if you credit the author and share under the same licence.",
    ),
    "CC-BY-ND": Label(
        "Saat jakaa muuttamattomana, kun mainitset tekijän.",
        "Du får dela oförändrat om du anger upphovspersonen.",
        "You may share it unchanged if you credit the author.",
    ),
    "CC-BY-NC-ND": Label(
        "Saat jakaa muuttamattomana ei-kaupallisesti, kun mainitset tekijän.",
        "Du får dela oförändrat icke-kommersiellt om du anger upphovspersonen.",
        "You may share it unchanged non-commercially if you credit the author.",
    ),
}
_OTHER = Label(
    "Avoin lisenssi, jonka ehdot ovat lisenssin omalla sivulla. Ei yhdistettävissä muihin täällä.",
    "En öppen licens vars villkor finns på licensens egen sida. Kan inte kombineras med andra här.",
    "An open licence whose terms are on its own page. It cannot be combined with others here.",
)
#: Versions of share-alike licences without a clause for later versions: they adapt only as themselves.
_NO_LATER_VERSION = {"CC-BY-SA-1.0", "CC-BY-NC-SA-1.0"}
_OLDER = ("1.0", "2.0", "2.1", "2.5", "3.0")


def _creative_commons(family: str, version: str) -> Licence:
    identifier = f"{family}-{version}"
    slug = family.removeprefix("CC-").lower()
    adapts = frozenset({identifier} if identifier in _NO_LATER_VERSION else _ADAPTS[family])
    return Licence(
        id=identifier,
        name=f"CC {family.removeprefix('CC-')} {version}",
        uri=f"https://creativecommons.org/licenses/{slug}/{version}/",
        summary=_SUMMARIES[family],
        offered=identifier in _ALL,
        adapts_to=adapts,
    )


def _catalogue() -> dict[str, Licence]:
    public = "https://creativecommons.org/publicdomain"
    found = [
        Licence("CC0-1.0", "CC0 1.0", f"{public}/zero/1.0/", _SUMMARIES["CC0"], True, frozenset(_ALL)),
        Licence(
            "CC-PDM-1.0",
            "Public Domain Mark 1.0",
            f"{public}/mark/1.0/",
            _SUMMARIES["CC-PDM"],
            False,
            frozenset(_ALL),
        ),
        *(_creative_commons(family, "4.0") for family in _ADAPTS if family.startswith("CC-BY")),
        *(_creative_commons(family, v) for family in _ADAPTS if family.startswith("CC-BY") for v in _OLDER),
        Licence("MIT", "MIT", "https://spdx.org/licenses/MIT.html", _OTHER),
        Licence("GPL-3.0-or-later", "GPL 3.0+", "https://www.gnu.org/licenses/gpl-3.0.html", _OTHER),
        Licence(
            "GFDL-1.2-or-later", "GFDL 1.2+", "https://www.gnu.org/licenses/old-licenses/fdl-1.2.html", _OTHER
        ),
    ]
    return {licence.id: licence for licence in found}


#: Every licence the platform knows, by id.
LICENCES: dict[str, Licence] = _catalogue()


def may_adapt(licence: Licence) -> bool:
    """Whether an adapted version of a work under this licence may be shared."""
    return bool(licence.adapts_to)


def licences_for_remix(licences: Iterable[Licence]) -> frozenset[Licence]:
    """The licences a work adapted from all of these may carry; empty when the mix is impossible.

    Without any source every offered licence is open.
    """
    allowed = {licence.id for licence in LICENCES.values() if licence.offered}
    sources = list(licences)
    for index, source in enumerate(sources):
        allowed = set(source.adapts_to) if index == 0 else allowed & source.adapts_to
    return frozenset(LICENCES[identifier] for identifier in allowed)


def explain_conflict(licences: Iterable[Licence]) -> Label | None:
    """Why no licence fits all of these, in one sentence; None when one does."""
    sources = list(licences)
    if licences_for_remix(sources):
        return None
    closed = next((source for source in sources if not may_adapt(source)), None)
    if closed:
        return Label(
            f"Lisenssi {closed.name} ei salli muokatun version jakamista täällä.",
            f"Licensen {closed.name} tillåter inte att en bearbetad version delas här.",
            f"The licence {closed.name} does not allow sharing an adapted version here.",
        )
    names = sorted({source.name for source in sources})
    return Label(
        f"Lisenssit {', '.join(names)} vaativat kukin oman jakoehtonsa, eikä mikään lisenssi täytä niitä kaikkia.",
        f"Licenserna {', '.join(names)} kräver var sitt delningsvillkor, och ingen licens uppfyller alla.",
        f"The licences {', '.join(names)} each demand their own terms for sharing, and no licence meets them all.",
    )
