"""Wagtail announces, the catalogue follows. Each receiver only decides what is to be refreshed."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from oer.catalogue.refresh import forget, is_restricted, refresh, withdraw_all
from oer.jobs import enqueue

#: The job that refreshes a page and everything below it.
SUBTREE_JOB = "catalogue.refresh_subtree"


@receiver(page_published)
@receiver(page_unpublished)
def follow_page(instance: Page, **kwargs: Any) -> None:
    refresh(instance)


@receiver(post_page_move)
@receiver(page_slug_changed)
def follow_address(instance: Page, **kwargs: Any) -> None:
    """A new address of a page is a new address of everything below it: a job, since that may be thousands.

    What has got into a private part of the tree is hidden at once, whether a worker is there or not.
    """
    page = Page.objects.get(pk=instance.pk)
    if is_restricted(page):
        _hide(page)
    owe_subtree(instance)


@receiver(post_save, sender=PageViewRestriction)
def hide_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """What became private is hidden at once, in the transaction that restricted it."""
    _hide(instance.page)


@receiver(post_delete, sender=PageViewRestriction)
def show_unrestricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    owe_subtree(instance.page)


@receiver(post_delete)
def bury_deleted(instance: Any, **kwargs: Any) -> None:
    """Not before the deletion: there Wagtail announces an unpublishing while the row still says live."""
    if isinstance(instance, Page):
        forget(instance.translation_key)


@runtime_checkable
class Told(Protocol):
    """A row that a page's record tells of, such as a school's adoption of a case."""

    def told_of(self) -> Page: ...


@receiver(post_save)
@receiver(post_delete)
def follow_told(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Told):
        refresh(instance.told_of())


def _hide(page: Page) -> None:
    withdraw_all(page.get_descendants(inclusive=True).values_list("translation_key", flat=True))


def owe_subtree(page: Page) -> None:
    enqueue(SUBTREE_JOB, key=str(page.pk), payload={"page": page.pk})
