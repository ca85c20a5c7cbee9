"""The captions of a video in one language: what is said, when, and whether a person stands behind it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.captions import languages
from media.captions.checking import check
from media.captions.cues import Cue, webvtt
from media.captions.remarks import Remark
from media.signals import video_changed


class Stale(Exception):
    """Somebody else has saved these captions meanwhile; nothing was written."""


class HasErrors(Exception):
    """Captions with errors cannot be shown to everybody. `remarks` are the errors."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__(f"{len(remarks)} errors")
        self.remarks = tuple(remarks)


class CaptionsQuerySet(models.QuerySet["Captions"]):
    """Sentences about captions."""

    def confirmed(self) -> "CaptionsQuerySet":
        """Those that everybody who may watch the video may read."""
        return self.filter(state=Captions.State.CONFIRMED)

    def spoken(self) -> "CaptionsQuerySet":
        """Those that hold speech: captions and subtitles, not descriptions or chapters."""
        return self.filter(kind__in=(Captions.Kind.CAPTIONS, Captions.Kind.SUBTITLES))

    def waiting(self) -> "CaptionsQuerySet":
        """Those that a person is to look at: drafts, unless some of their language and kind are confirmed in
        their place, and confirmed ones whose times may be off.
        """
        same = {name: OuterRef(name) for name in ("video", "language", "kind")}
        in_their_place = Exists(Captions.objects.confirmed().filter(**same))
        confirmed = Q(state=Captions.State.CONFIRMED)
        return self.filter(~confirmed & ~in_their_place | confirmed & Q(to_check=True))

    def doubt(self, video: Any) -> None:
        """Marks the captions of a video whose new file is not as long as the one they were made for."""
        self.filter(video=video).exclude(cues=[]).update(to_check=True)


class Captions(models.Model):
    """One text track of a video. A draft is seen by those who may change the video; confirmed, by all."""

    class Kind(models.TextChoices):
        """What the text is; the words are HTML's."""

        CAPTIONS = "captions", _("Captions in the language spoken, with important sounds")
        SUBTITLES = "subtitles", _("Translation of what is said")
        DESCRIPTIONS = "descriptions", _("Description of what is seen")
        CHAPTERS = "chapters", _("Chapter headings")

    class State(models.TextChoices):
        """Whether a person stands behind it."""

        DRAFT = "draft", _("Draft")
        CONFIRMED = "confirmed", _("Confirmed")

    class Origin(models.TextChoices):
        """Where the text came from."""

        UPLOADED = "uploaded", _("From a file")
        EMBEDDED = "embedded", _("Found inside the video file")
        RECOGNISER = "recogniser", _("Written by a speech recogniser")
        WRITTEN = "written", _("Written here")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.ForeignKey("media.Video", on_delete=models.CASCADE, related_name="captions")
    #: BCP 47.
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CAPTIONS)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.UPLOADED)
    #: Which recogniser wrote it, or which track of the file it was; empty for the rest.
    origin_note = models.CharField(max_length=120, blank=True)
    #: SHA-256 of the file that a track was taken out of; empty for the rest.
    taken_from = models.CharField(max_length=64, blank=True)
    #: The video has got a file of another length since a person last stood behind the times.
    to_check = models.BooleanField(default=False)
    #: A list of `Cue.to_json`, in the order they are shown.
    cues = models.JSONField(default=list)
    #: Counts the savings: whoever saves says which one they have read.
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = CaptionsQuerySet.as_manager()

    class Meta:
        app_label = "media"
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["language", "kind", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "language", "kind"],
                condition=models.Q(state="confirmed"),
                name="media_one_confirmed_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.video}: {self.language_name}"

    @property
    def language_name(self) -> str:
        """The language's own name."""
        return languages.name(self.language)

    @property
    def is_confirmed(self) -> bool:
        """Whether everybody who may watch the video may read it."""
        return self.state == self.State.CONFIRMED

    def read(self) -> tuple[Cue, ...]:
        """The cues as values."""
        return tuple(Cue(row["start"], row["end"], row["text"]) for row in self.cues)

    def webvtt(self) -> str:
        """The captions as the file that players read."""
        return webvtt(self.read())

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of them in their video."""
        return check(self.read(), self.video.seconds)

    def rewrite(self, cues: Sequence[Cue], *, read_version: int, user: Any = None) -> None:
        """Replaces the text by what somebody made of version `read_version`.

        Raises Stale when that is no longer the current one, HasErrors when they are confirmed and would not
        stand; nothing is written then.
        """
        errors = [remark for remark in check(cues, self.video.seconds) if remark.is_error]
        with transaction.atomic():
            # Locked: whether it is confirmed must not change between the look and the writing.
            now = Captions.objects.select_for_update().get(pk=self.pk)
            if now.version != read_version:
                raise Stale
            if now.is_confirmed and (errors or not cues):
                raise HasErrors(errors)
            self.cues, self.version = [cue.to_json() for cue in cues], now.version + 1
            self.changed_by, self.state = user, now.state
            self.save(update_fields=["cues", "version", "changed_by", "changed_at"])
            self._tell(now.is_confirmed)

    def confirm(self, user: Any, read_version: int | None = None) -> None:
        """A person stands behind them: they are shown, in place of earlier ones of their language and kind.

        Raises HasErrors while there are errors or no text at all, Stale when `read_version` is given and is
        not the current one: then they are not what the person has looked at.
        """
        with transaction.atomic():
            now = Captions.objects.select_for_update().get(pk=self.pk)
            if read_version not in (None, now.version):
                raise Stale
            errors = [remark for remark in now.remarks() if remark.is_error]
            if now.language == languages.UNKNOWN:
                errors.insert(0, Remark("no-language"))
            if errors or not now.cues:
                raise HasErrors(errors)
            same = Captions.objects.filter(video=now.video_id, language=now.language, kind=now.kind)
            same.exclude(pk=now.pk).confirmed().update(state=self.State.DRAFT)
            self.state, self.confirmed_by, self.confirmed_at = self.State.CONFIRMED, user, timezone.now()
            self.to_check = False
            self.save(update_fields=["state", "to_check", "confirmed_by", "confirmed_at", "changed_at"])
            self._tell(True)

    def take_back(self) -> None:
        """Makes them a draft again: nobody else sees them from now on."""
        with transaction.atomic():
            self.state, self.confirmed_by, self.confirmed_at = self.State.DRAFT, None, None
            self.save(update_fields=["state", "confirmed_by", "confirmed_at", "changed_at"])
            self._tell(True)

    def rename(self, language: str, kind: str) -> bool:
        """Corrects which language and kind they are; False when confirmed ones of these are there already."""
        with transaction.atomic():
            same = Captions.objects.confirmed().filter(video=self.video_id, language=language, kind=kind)
            if self.is_confirmed and same.exclude(pk=self.pk).exists():
                return False
            self.language, self.kind = language, kind
            self.save(update_fields=["language", "kind", "changed_at"])
            self._tell(self.is_confirmed)
        return True

    def remove(self) -> None:
        """Deletes them; pages that showed them are told."""
        with transaction.atomic():
            shown, video = self.is_confirmed, self.video
            self.delete()
            if shown:
                video_changed.send(type(video), video=video)

    def _tell(self, shown: bool) -> None:
        if shown:
            video_changed.send(type(self.video), video=self.video)
