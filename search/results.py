"""What a search answers, as values: the site's page and the API are both written from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oer.domain.record import Record
from search.families import Family


@dataclass(frozen=True, slots=True)
class Hit:
    """One found record."""

    record: Record
    score: float
    #: Field -> HTML with `<mark>` only; `title`, and `passage` for the best piece of text.
    highlights: Mapping[str, str]
    #: Sentences in the interface language: which words matched, where, by which form.
    why: tuple[str, ...] = ()
    #: Where the passage stands: an anchor in the page, `#t=seconds` in its video, the address of an attached
    #: file (with `#page=`), or empty.
    place: str = ""
    #: In which language the passage is, where there is one: captions may be in another than the work.
    passage_language: str = ""
    #: The other works of its family, where families are folded and there are any.
    family: Family | None = None

    @property
    def seconds(self) -> int | None:
        """The second of the page's video at which the passage is said; None when it is not said in one."""
        time = self.place.removeprefix("#t=").partition("&")[0].partition(".")[0]
        return int(time) if self.place.startswith("#t=") and time.isdigit() else None

    @property
    def moment(self) -> str:
        """What its address ends in to open at that second: said to the server, and to the player's script."""
        return f"?{self.place[1:]}{self.place}" if self.seconds is not None else ""

    @property
    def file(self) -> str:
        """The address of the attached file in which the passage stands, at its page; empty when in none."""
        return self.place if self.place.startswith(("/", "http://", "https://")) else ""

    @property
    def file_page(self) -> int | None:
        """The page of that file, where files have pages."""
        page = self.file.partition("#page=")[2]
        return int(page) if page.isdigit() else None


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool = False
    #: How many wider values it stands under.
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One way of narrowing, values by falling count, or in their own order where they stand under each other;
    its own choice does not shrink its own counts."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    #: Values stand under each other.
    tree: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """One page of an answer."""

    #: How many works there are.
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    page: int
    pages: int
    #: How many hits there are on all pages together: fewer than works where families are folded.
    rows: int = 0
    #: A better spelling that is known to have hits, or empty.
    suggestion: str = ""
    #: `embedded` or `elasticsearch`: which engine answered.
    engine: str = ""
    #: True when the chosen engine was away and the embedded one answered instead.
    degraded: bool = False
    #: Nothing met the whole query: these hits meet some of its words, or parts of them.
    loosened: bool = False
