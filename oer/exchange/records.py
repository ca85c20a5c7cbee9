"""Records over REST: what is public, what changed, and what was withdrawn."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from oer.catalogue.models import CatalogueEntry, EntryState
from oer.catalogue.presentation import RecordFields, record_fields

router = Router(tags=["records"])


class LiveRecord(RecordFields):
    """A published material or case; `changed_at` is when its record last changed here."""

    state: Literal["live"] = "live"
    #: Grows by one at every change of the record.
    version: int


class Tombstone(Schema):
    """What is left of a record that is no longer public."""

    state: Literal["withdrawn"] = "withdrawn"
    id: UUID
    kind: str
    version: int
    changed_at: dt.datetime


AnyRecord = Annotated[LiveRecord | Tombstone, Field(discriminator="state")]


class RecordPage(Schema):
    """Some records, newest change first; `next` is the address of those that follow, null at the end."""

    records: list[AnyRecord]
    cursor: str | None
    next: str | None


class RecordFilter(Schema):
    """What may be asked of the list."""

    changed_since: dt.datetime | None = Field(
        None, description="Only records that changed then or later. A time without a zone is UTC."
    )
    kind: Literal["material", "case"] | None = None
    cursor: str = Field("", description="`cursor` of the page before.")
    size: int = Field(50, ge=1, le=200)


@router.get("", response=RecordPage, summary="Records, newest change first")
def list_records(request: HttpRequest, asked: Query[RecordFilter]) -> dict[str, Any]:
    """Every record there is, tombstones of withdrawn ones included, so that a copy can be kept in step."""
    entries = CatalogueEntry.objects.newest_first()
    if asked.kind:
        entries = entries.filter(kind=asked.kind)
    if asked.changed_since:
        since = asked.changed_since
        entries = entries.filter(changed_at__gte=since if since.tzinfo else since.replace(tzinfo=dt.UTC))
    if asked.cursor:
        changed_at, identifier = _read_cursor(asked.cursor)
        entries = entries.filter(Q(changed_at__lt=changed_at) | Q(changed_at=changed_at, id__lt=identifier))
    found = list(entries[: asked.size + 1])
    shown = found[: asked.size]
    cursor = _write_cursor(shown[-1]) if len(found) > asked.size else None
    return {
        "records": [_presented(entry, request) for entry in shown],
        "cursor": cursor,
        "next": _address_of_next(request, cursor) if cursor else None,
    }


@router.get(
    "/{uuid:identifier}", response={200: LiveRecord, 410: Tombstone}, summary="One record, or its tombstone"
)
def get_record(request: HttpRequest, identifier: UUID) -> Status[LiveRecord | Tombstone]:
    """The record with this id; 410 with its tombstone when it has been withdrawn, 404 when it never was."""
    entry = CatalogueEntry.objects.filter(id=identifier).first()
    if entry is None:
        raise Http404(_("There is no record with this id."))
    presented = _presented(entry, request)
    return Status(200 if isinstance(presented, LiveRecord) else 410, presented)


def is_public(entry: CatalogueEntry) -> bool:
    """Whether anyone may see it now: an expiry that the scheduler has not yet carried out counts already."""
    expired = entry.expires_at is not None and entry.expires_at <= timezone.now()
    return entry.state == EntryState.LIVE and not expired


def _presented(entry: CatalogueEntry, request: HttpRequest) -> LiveRecord | Tombstone:
    if not is_public(entry):
        return Tombstone(id=entry.id, kind=entry.kind, version=entry.version, changed_at=entry.changed_at)
    fields = record_fields(entry.as_record(), request.build_absolute_uri("/"))
    shared = fields.model_dump() | {"changed_at": entry.changed_at}
    return LiveRecord(**shared, version=entry.version)


def _write_cursor(entry: CatalogueEntry) -> str:
    text = f"{entry.changed_at.astimezone(dt.UTC).isoformat()}|{entry.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[dt.datetime, UUID]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        changed_at, _bar, identifier = text.partition("|")
        when = dt.datetime.fromisoformat(changed_at)
        if when.tzinfo is None:
            raise ValueError("a cursor's time has a zone")
        return when, UUID(identifier)
    except (ValueError, binascii.Error) as error:
        raise HttpError(400, _("This cursor is not one that this list gave. Begin without one.")) from error


def _address_of_next(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
