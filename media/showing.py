"""Where videos are shown to everybody: only then can they be watched without a signed address.

The room knows no pages: whoever publishes says in which place (a key of their own) which videos are shown.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from media.models import Showing, Video


def show(place: str, videos: Iterable[Any], until: dt.datetime | None = None) -> None:
    """These videos (their ids), and no others, are what `place` shows everybody, until then."""
    wanted = set(Video.objects.filter(pk__in=list(videos)).values_list("pk", flat=True))
    with transaction.atomic():
        Showing.objects.filter(place=place).exclude(video__in=wanted).delete()
        Showing.objects.bulk_create(
            (Showing(place=place, video_id=pk, until=until) for pk in wanted),
            update_conflicts=True,
            unique_fields=["place", "video"],
            update_fields=["until"],
        )
