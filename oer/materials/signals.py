"""What the materials tell others."""

from __future__ import annotations

from django.dispatch import Signal

#: The text of a document's file is kept now, or may no longer be shown; sent inside the transaction.
file_read = Signal()
