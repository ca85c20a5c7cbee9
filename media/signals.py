"""What the room announces."""

from django.dispatch import Signal

#: Sent inside the transaction in which a video becomes ready or failed, or what pages say of it is
#: changed (its title, language, poster), or it is deleted: its row is gone then. Keyword: `video`.
video_changed = Signal()
