"""A video, and the renditions made of it."""

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media import folders
from media.captions.models import Captions
from media.pictures import poster
from media.reasons import NO_ROOM, UNEXPECTED, sentence
from media.signatures import signed
from media.uploading.models import Upload as Upload
from oer.jobs.queueing import enqueue

__all__ = ["Captions", "Rendition", "Showing", "State", "Video"]


class State(models.TextChoices):
    """How far a video is."""

    WAITING = "waiting", _("Waiting to be converted")
    WORKING = "working", _("Being converted")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be converted")


class VideoQuerySet(models.QuerySet["Video"]):
    """Sentences about videos."""

    def owed(self) -> "VideoQuerySet":
        """Those that somebody is waiting for."""
        return self.filter(state__in=(State.WAITING, State.WORKING))

    def ready(self) -> "VideoQuerySet":
        """Those that can be played."""
        return self.filter(state=State.READY)

    def public(self) -> "VideoQuerySet":
        """Those that some page shows to everybody now."""
        return self.filter(_is_shown())

    def play_from(self, folder: str) -> bool:
        """Whether any has its renditions in this folder, or had, so that somebody may be watching from it."""
        ids = self.order_by().values("pk")
        former = FormerFolder.objects.filter(folder=folder, until__gt=timezone.now()).values("video")
        # Two halves of one query, because each has its own index.
        return ids.filter(renditions_folder=folder).union(ids.filter(pk__in=former)).exists()


class VideoManager(models.Manager.from_queryset(VideoQuerySet)):  # type: ignore[misc]
    """Videos that know whether everybody may watch them, so that pages with many ask only once."""

    def get_queryset(self) -> VideoQuerySet:
        """Adds `shown`."""
        found: VideoQuerySet = super().get_queryset().annotate(shown=_is_shown())
        return found


def _is_shown() -> Exists:
    not_over = Q(until__isnull=True) | Q(until__gt=timezone.now())
    return Exists(Showing.objects.filter(not_over, video=OuterRef("pk")))


def original_path(video: "Video", name: str) -> str:
    """Where an uploaded original is kept. Its given name is kept in the row only: a name decides nothing."""
    return f"{folders.ORIGINALS}/{video.pk}"


class Video(models.Model):
    """An uploaded film or sound recording, and what is made of it for every screen and network."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(_("video file"), upload_to=original_path, max_length=255)
    original_name = models.CharField(_("file name"), max_length=255, blank=True, editable=False)
    #: Of the original's content, in hexadecimal; empty until a worker has read it.
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    #: Bytes of the original.
    size = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="videos",
        verbose_name=_("uploaded by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False, db_index=True
    )
    reason_code = models.CharField(max_length=40, blank=True, editable=False)
    #: Per cent of the conversion.
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, editable=False)
    seconds = models.FloatField(_("length"), null=True, editable=False)
    #: Pixels of the original as shown, upright; 0 of a sound recording.
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    has_audio = models.BooleanField(_("has sound"), default=False, editable=False)
    #: Of the speech, BCP 47; empty until somebody has said.
    language = models.CharField(_("language spoken"), max_length=12, blank=True)
    nobody_speaks = models.BooleanField(
        _("nobody speaks in the video"),
        default=False,
        help_text=_("Music and noises only, so there is nothing to caption."),
    )
    #: What else is known since it was converted, in the words of `media.packaging.Package`: the original's
    #: loudness (LUFS) and peak (dB), start and end of when something is heard, how many posters.
    facts = models.JSONField(default=dict, editable=False)
    #: Which of the stills is its poster, from 1.
    poster_choice = models.PositiveSmallIntegerField(_("poster"), default=1)
    #: When the conversion under way is expected to be ready.
    ready_at = models.DateTimeField(null=True, editable=False)
    #: Name of the folder that holds the renditions; two videos of the same content share one.
    renditions_folder = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = VideoManager()

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores the row; a new one is also put in line for conversion, in the same transaction."""
        adding = self._state.adding
        if adding and self.file:
            self.original_name = self.original_name or Path(self.file.name or "").name[:255]
            self.size = self.file.size
        with transaction.atomic():
            super().save(*args, **kwargs)
            if adding:
                self.put_in_line()

    @property
    def reason(self) -> str:
        """Why it failed, in the reader's language; empty unless it did."""
        return sentence(self.reason_code) if self.state == State.FAILED else ""

    @property
    def waits_for(self) -> str:
        """What it waits for other than its turn, in the reader's language; usually nothing."""
        return sentence(self.reason_code) if self.state == State.WAITING else ""

    def address(self, file: str) -> str:
        """Address of a file made of it, for whoever sees the page that is being written; empty before.

        Where not everybody may watch the video, it is signed and opens for some hours.
        """
        if not self.renditions_folder:
            return ""
        return (folders.renditions_address if self.is_shown() else signed)(self.renditions_folder, file)

    def is_shown(self) -> bool:
        """Whether some page shows it to everybody now."""
        shown = getattr(self, "shown", None)
        return Video.objects.public().filter(pk=self.pk).exists() if shown is None else bool(shown)

    @property
    def is_sound(self) -> bool:
        """Whether it is a sound recording; known when it is ready."""
        return bool(self.renditions_folder) and not self.width

    @property
    def posters(self) -> tuple[str, ...]:
        """File names of the stills that its poster can be chosen from."""
        return tuple(poster(number + 1) for number in range(int(self.facts.get("posters", 1))))

    @property
    def poster_file(self) -> str:
        """File name of its poster."""
        return poster(self.poster_choice if self.poster_choice <= len(self.posters) else 1)

    @property
    def active(self) -> list[tuple[float, float]]:
        """Start and end, in seconds, of the times in which something is heard in the band of speech."""
        return [(start, end) for start, end in self.facts.get("active", [])]

    def put_in_line(self) -> None:
        """Asks for the conversion; asking twice makes one job. For use inside a transaction."""
        enqueue("media.transcode", str(self.pk))

    def try_again(self) -> None:
        """Starts over after a failure."""
        with transaction.atomic():
            self.state, self.reason_code, self.progress = State.WAITING, "", 0
            self.save(update_fields=["state", "reason_code", "progress", "changed_at"])
            self.put_in_line()


class Rendition(models.Model):
    """One picture size of a video, as it lies in the renditions folder."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="renditions")
    #: "720p", also the name of its folder.
    name = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    #: Bits a second with sound: the highest of any segment, measured.
    bandwidth = models.PositiveIntegerField()
    codecs = models.CharField(max_length=80)

    class Meta:
        ordering = ["-height"]
        constraints = [
            models.UniqueConstraint(fields=["video", "name"], name="media_one_rendition_of_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.video}: {self.name}"


class Showing(models.Model):
    """A place where a video is shown to everybody (see `media.showing`)."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="showings")
    #: A key of whoever shows it, such as the id of a published record.
    place = models.CharField(max_length=64)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "video"], name="media_one_showing_in_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.video} in {self.place}"


class FormerFolder(models.Model):
    """Where the renditions of a video were before: kept, and served as before, for whoever is watching."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="former_folders")
    #: As in `Video.renditions_folder`.
    folder = models.CharField(max_length=120, db_index=True)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["video", "folder"], name="media_one_former_folder_of_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.folder} of {self.video}"


def replacement_path(replacement: "Replacement", name: str) -> str:
    """Where the new original of a video is kept, from its arrival on."""
    return f"{folders.ORIGINALS}/{replacement.pk}"


class Replacement(models.Model):
    """A new file for a video, until it takes the old one's place (see `media.replacing`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.OneToOneField(Video, on_delete=models.CASCADE, related_name="replacement")
    file = models.FileField(upload_to=replacement_path, max_length=255)
    original_name = models.CharField(max_length=255, blank=True)
    #: Bytes.
    size = models.PositiveBigIntegerField(default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: Per cent of the conversion.
    progress = models.PositiveSmallIntegerField(default=0)
    #: When its conversion is expected to be ready.
    ready_at = models.DateTimeField(null=True)
    #: Why it is of no use, or what it waits for other than its turn; usually empty.
    reason_code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.original_name} for {self.video}"

    @property
    def reason(self) -> str:
        """Why it is of no use, in the reader's language; empty while it may be."""
        return "" if self.reason_code == NO_ROOM else sentence(self.reason_code)

    @property
    def may_retry(self) -> bool:
        """Whether another attempt at the same file may end otherwise."""
        return self.reason_code == UNEXPECTED

    @property
    def waits_for(self) -> str:
        """What it waits for other than its turn, in the reader's language; usually nothing."""
        return sentence(self.reason_code) if self.reason_code == NO_ROOM else ""
