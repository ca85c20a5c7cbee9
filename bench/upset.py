"""The things that `bench.chaos` turns upside down: pages, and records that are written to the catalogue."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from oer.catalogue.models import CatalogueEntry
from oer.materials.models import MaterialIndexPage, MaterialPage
from tests.materials.factories import clear, draft, material_index
from tests.search.records import publish, record, withdraw

#: How long a thing that is to expire is seen.
SEEN_FOR = dt.timedelta(seconds=4)


class Thing:
    """Something that is published with one word in it."""

    kind = ""

    def __init__(self) -> None:
        self.word = ""
        self.live = False
        #: Past this moment nobody may see it.
        self.until: dt.datetime | None = None

    def visible(self) -> bool:
        """Whether anyone may see it now."""
        return self.live and (self.until is None or self.until > timezone.now())

    def operations(self) -> list[str]:
        """What can be done with it now, common things several times."""
        raise NotImplementedError

    def publish(self, word: str) -> None:
        """Publish it, or publish it anew, with this word."""
        raise NotImplementedError


class Plain(Thing):
    """A record without a page, written to the catalogue as a page's is."""

    kind = "record"

    def __init__(self) -> None:
        super().__init__()
        self._id = uuid4()

    def operations(self) -> list[str]:
        return ["publish", "publish", "withdraw", "expire"] if self.live else ["publish"]

    def publish(self, word: str) -> None:
        with transaction.atomic():
            CatalogueEntry.objects.filter(pk=self._id).update(expires_at=None)
            publish(record(f"Asia {word}", f"Teksti {word}.", id=self._id))
        self.word, self.live, self.until = word, True, None

    def withdraw(self, word: str) -> None:
        """Make it a tombstone."""
        with transaction.atomic():
            withdraw(CatalogueEntry.objects.get(pk=self._id))
        self.live = False

    def expire(self, word: str) -> None:
        """Let it expire in a moment, without another word."""
        self.until = timezone.now() + SEEN_FOR
        CatalogueEntry.objects.filter(pk=self._id).update(expires_at=self.until)


class World:
    """Two folders of materials, one of which is private at times."""

    def __init__(self) -> None:
        self.open = material_index()
        self.other = self.open.get_parent().add_child(
            instance=MaterialIndexPage(title="Others", slug="others")
        )
        self.hidden = False

    def turn(self) -> None:
        """Make the other folder private, or public again."""
        if self.hidden:
            PageViewRestriction.objects.get(page=self.other).delete()
        else:
            PageViewRestriction.objects.create(page=self.other, restriction_type=PageViewRestriction.LOGIN)
        self.hidden = not self.hidden


class Page(Thing):
    """A material, published through every guard."""

    kind = "page"

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._pk = 0
        self._elsewhere = self._restricted = self._deleted = False

    def visible(self) -> bool:
        hidden = self._restricted or (self._elsewhere and self._world.hidden)
        return super().visible() and not hidden

    def operations(self) -> list[str]:
        if self._deleted:
            return ["rest"]
        seen = ["publish", "publish", "publish", "move", "move", "restrict", "unpublish", "expire", "delete"]
        return seen if self.live else ["publish", "move", "delete"]

    def publish(self, word: str) -> None:
        self._publish(word, None)

    def expire(self, word: str) -> None:
        """Publish it once more, for a moment."""
        self._publish(word, timezone.now() + SEEN_FOR)

    def move(self, word: str) -> None:
        """To the other folder."""
        self._elsewhere = not self._elsewhere
        parent = self._world.other if self._elsewhere else self._world.open
        self._page().move(type(parent).objects.get(pk=parent.pk), pos="last-child")

    def restrict(self, word: str) -> None:
        """Make it private, or public again."""
        if self._restricted:
            PageViewRestriction.objects.get(page=self._page()).delete()
        else:
            PageViewRestriction.objects.create(page=self._page(), restriction_type=PageViewRestriction.LOGIN)
        self._restricted = not self._restricted

    def unpublish(self, word: str) -> None:
        """Take it back."""
        self._page().unpublish()
        self.live = False

    def delete(self, word: str) -> None:
        """Remove it for good."""
        self._page().delete()
        self.live, self._deleted = False, True

    def rest(self, word: str) -> None:
        """Nothing can be done with what is deleted."""

    def _page(self) -> MaterialPage:
        return MaterialPage.objects.get(pk=self._pk)

    def _publish(self, word: str, until: dt.datetime | None) -> None:
        if not self._pk:
            self._pk = draft(title=f"Asia {word}", slug=uuid4().hex).pk
        page = self._page()
        page.title, page.expire_at = f"Asia {word}", until
        revision = page.save_revision()
        clear(revision)
        revision.publish()
        self.word, self.live, self.until = word, True, until
