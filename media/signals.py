"""What the room announces."""

from django.dispatch import Signal

#: Sent inside the transaction in which a video becomes ready or failed, or is renamed. Keyword: `video`.
video_changed = Signal()
