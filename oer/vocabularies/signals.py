"""What the vocabularies tell others."""

from __future__ import annotations

from django.dispatch import Signal

#: Concepts were added or changed; sent inside the transaction that did it.
concepts_changed = Signal()
