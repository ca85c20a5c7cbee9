"""What an author's desk shows of videos: their own that are not ready, or that wait for something of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.admin.ui.components import Component

from media.captions.models import Captions
from media.models import Replacement, State, Video
from media.player import Player, player
from media.policy import policy
from media.replacing import NewFile, new_file
from media.uploading.unfinished import UnfinishedUpload, unfinished

#: So many are shown; the others stand in the list of videos.
MOST = 20
#: A video is still named for so long after it has become ready, so that whoever waits sees it.
JUST_READY = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class WaitingCaptions:
    """Captions that a person is to look at: the language's code and own name, and where that is done."""

    language: str
    language_name: str
    edit_address: str


@dataclass(frozen=True, kw_only=True)
class DeskVideo:
    """One video of the author's."""

    #: Its state, progress and reason, in the reader's language.
    video: Player
    #: Where its author acts: tries again, chooses another file, adds captions.
    edit_address: str
    #: Drafts that nobody has confirmed.
    drafts: tuple[WaitingCaptions, ...] = ()
    #: Confirmed ones that were made for a file of another length.
    doubted: tuple[WaitingCaptions, ...] = ()
    #: A file that is to take the present one's place.
    replacement: NewFile | None = None


@dataclass(frozen=True, kw_only=True)
class VideosDesk:
    """An author's videos that wait for the author, then those that the author waits for."""

    videos: tuple[DeskVideo, ...]
    #: There are more than are shown.
    has_more: bool
    #: Where all videos stand, and where a file is chosen.
    list_address: str
    add_address: str
    #: Files of which only a part has arrived.
    uploads: tuple[UnfinishedUpload, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.videos and not self.uploads


def videos_desk(author: Any) -> VideosDesk:
    """The desk of this author, in the same few queries however many videos there are.

    Whoever may not change their own videos has an empty one: there is nothing they could do.
    """
    rows = list(_rows(author)) if policy.user_has_permission(author, "change") else []
    return VideosDesk(
        videos=tuple(_video(row) for row in rows[:MOST]),
        has_more=len(rows) > MOST,
        list_address=reverse("video:index"),
        add_address=reverse("video:add"),
        uploads=unfinished(author) if policy.user_has_permission(author, "add") else (),
    )


class VideosPanel(Component):
    """The same on a page, as a section of its own; nothing where there is nothing to show."""

    name = "my_videos"
    template_name = "media/desk.html"
    order = 205

    def __init__(self, author: Any) -> None:
        self.desk = videos_desk(author)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The desk."""
        return {"desk": self.desk}

    def render_html(self, parent_context: Any = None) -> SafeString:
        """The section, or nothing."""
        made: SafeString = super().render_html(parent_context) if not self.desk.is_empty else SafeString()
        return made


class HomePanel(VideosPanel):
    """The same among the panels of the admin's front page."""

    template_name = "media/admin/home_panel.html"


def _rows(author: Any) -> Any:
    """The author's videos that belong on the desk, one more than are shown; failed ones first."""
    captions = Captions.objects.waiting()
    for_the_author = When(state=State.FAILED, then=0), When(state=State.READY, then=1)
    return (
        Video.objects.filter(uploaded_by=author)
        .filter(
            ~Q(state=State.READY)
            | Q(changed_at__gte=timezone.now() - JUST_READY)
            | Exists(captions.filter(video=OuterRef("pk")))
            | Exists(Replacement.objects.filter(video=OuterRef("pk")))
        )
        .select_related("replacement")
        .prefetch_related(Prefetch("captions", captions.defer("cues"), to_attr="waiting_captions"))
        .order_by(Case(*for_the_author, default=2), "-created_at")[: MOST + 1]
    )


def _video(row: Any) -> DeskVideo:
    return DeskVideo(
        video=player(row),
        edit_address=reverse("video:edit", args=[row.pk]),
        drafts=tuple(_waiting(one) for one in row.waiting_captions if not one.is_confirmed),
        doubted=tuple(_waiting(one) for one in row.waiting_captions if one.is_confirmed),
        replacement=new_file(row.replacement) if hasattr(row, "replacement") else None,
    )


def _waiting(captions: Captions) -> WaitingCaptions:
    return WaitingCaptions(
        language=captions.language,
        language_name=str(captions.language_name),
        edit_address=reverse("captions:edit", args=[captions.pk]),
    )
