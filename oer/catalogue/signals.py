"""What the catalogue announces."""

from django.dispatch import Signal

#: Sent inside the transaction that changed an entry; keyword argument `entry` (CatalogueEntry).
entry_changed = Signal()
