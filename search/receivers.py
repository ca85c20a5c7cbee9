"""The catalogue announces, the index follows."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from oer.catalogue.signals import entry_changed
from search.jobs import owe_sync


@receiver(entry_changed)
def follow_entry(**kwargs: Any) -> None:
    owe_sync()
