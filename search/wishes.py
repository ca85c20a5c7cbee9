"""What was sought in vain: wishes that people left, and searches without an answer as mere counts.

Neither holds anything of the person: no account, no address. Both are kept for a limited time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import re
from collections.abc import Mapping

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.analysis.words import find_words, fold

logger = logging.getLogger("search")

#: How long each is kept, and how many rows at most.
KEEP_WISHES, MOST_WISHES = dt.timedelta(days=730), 20_000
KEEP_SEARCHES, MOST_SEARCHES, MOST_SEARCHES_A_DAY = dt.timedelta(days=400), 50_000, 1_000
LONGEST_TEXT, LONGEST_NOTE = 200, 1000
#: One address may leave so many wishes in so long, and all together so many.
WISHES_EACH, WISHES_IN_ALL, BRAKE = 5, 300, dt.timedelta(minutes=15)
#: Text that may tell of a person: an e-mail address, a telephone number, an identity code.
_PERSONAL = re.compile(r"@|\d(?:[\s-]?\d){5}")


class Wish(models.Model):
    """Something that was not found and that somebody would like to have."""

    text = models.CharField(_("what was sought"), max_length=LONGEST_TEXT)
    #: The same for texts that differ in case and marks only.
    folded = models.CharField(max_length=LONGEST_TEXT, db_index=True)
    language = models.CharField(_("language"), max_length=10)
    #: Facet -> values that were chosen.
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    note = models.CharField(_("in their own words"), max_length=LONGEST_NOTE, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")

    def __str__(self) -> str:
        return self.text


class UnansweredSearch(models.Model):
    """How often something was sought in vain on one day."""

    text = models.CharField(max_length=LONGEST_TEXT)
    language = models.CharField(max_length=10)
    day = models.DateField(db_index=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "language", "day"], name="search_one_row_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.text} ({self.times})"


class RecentWish(models.Model):
    """That some address left a wish a moment ago; the address itself cannot be told from it."""

    sender = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"


class TooManyWishes(Exception):
    """This address, or all together, left as many wishes as may be left for now."""


def folded_text(text: str) -> str:
    """The words of a query as they are counted."""
    return " ".join(fold(match.group()) for match in find_words(text))[:LONGEST_TEXT]


@transaction.atomic
def leave_wish(
    text: str, language: str, filters: Mapping[str, tuple[str, ...]], note: str, address: str
) -> Wish:
    """Store a wish that came from this network address. Raises TooManyWishes."""
    now = timezone.now()
    RecentWish.objects.filter(at__lte=now - BRAKE).delete()
    sender = _sender(address)
    if (
        RecentWish.objects.filter(sender=sender).count() >= WISHES_EACH
        or RecentWish.objects.count() >= WISHES_IN_ALL
    ):
        raise TooManyWishes
    RecentWish.objects.create(sender=sender)
    wish = Wish.objects.create(
        text=text[:LONGEST_TEXT],
        folded=folded_text(text),
        language=language,
        filters={name: list(values) for name, values in filters.items()},
        note=note[:LONGEST_NOTE],
    )
    _prune(Wish.objects.filter(at__lt=now - KEEP_WISHES), Wish.objects.order_by("-at"), MOST_WISHES)
    return wish


def remember_unanswered(text: str, language: str) -> None:
    """Count a search without an answer. What may tell of a person is not kept, and no failure is shown."""
    folded = folded_text(text)
    if not folded or len(text) > LONGEST_TEXT or _PERSONAL.search(text):
        return
    try:
        _count(folded, language, timezone.localdate())
    except DatabaseError:
        logger.warning("A search without an answer could not be counted.", exc_info=True)


@transaction.atomic
def _count(folded: str, language: str, day: dt.date) -> None:
    rows = UnansweredSearch.objects
    if rows.filter(text=folded, language=language, day=day).update(times=F("times") + 1):
        return
    today = rows.filter(day=day).count()
    if today >= MOST_SEARCHES_A_DAY:
        return
    if not today:
        _prune(rows.filter(day__lt=day - KEEP_SEARCHES), rows.order_by("-day", "-times"), MOST_SEARCHES)
    rows.bulk_create(
        [UnansweredSearch(text=folded, language=language, day=day)],
        update_conflicts=True,
        unique_fields=["text", "language", "day"],
        update_fields=["day"],
    )


def _prune(
    old: models.QuerySet[models.Model], newest_first: models.QuerySet[models.Model], most: int
) -> None:
    """Delete what is old, and what is beyond the most that is kept."""
    old.delete()
    beyond = list(newest_first.values_list("pk", flat=True)[most : most + 10_000])
    if beyond:
        newest_first.model._default_manager.filter(pk__in=beyond).delete()


def _sender(address: str) -> str:
    """A code that is the same for one address on one day, and means nothing outside this installation."""
    key = f"{settings.SECRET_KEY}:{timezone.localdate()}".encode()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()
