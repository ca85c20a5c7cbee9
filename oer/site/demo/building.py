"""Making the demo's materials and cases, through the same doors as people's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from oer.cases.models import Adoption, AdoptionEvent, CaseAuthor, CaseIndexPage, CasePage
from oer.domain.adoption import Event, add
from oer.materials import markdown
from oer.materials.models import MaterialAuthor, MaterialIndexPage, MaterialPage, MaterialSource
from oer.people.models import School, User
from oer.site.demo import attachments
from oer.site.demo.publishing import submit, submit_and_publish
from oer.site.demo.texts import DemoText, demo_texts

_REVIEW_AFTER = dt.timedelta(days=365)
#: Where a text says it is left on its way, so that people's desks have something on them.
_DRAFT, _IN_REVIEW = "draft", "in-review"


def make_materials(people: dict[str, User]) -> int:
    """Make the materials that are missing, published unless their text says otherwise; how many."""
    index = MaterialIndexPage.objects.get()
    made = 0
    for text in demo_texts("materials"):
        if index.get_children().filter(slug=slugify(text.facts["title"])).exists():
            continue
        with transaction.atomic():
            author = people[text.facts["author"]]
            page = _add(index, _material(text, author), author)
            stage = text.facts.get("stage")
            if stage == _IN_REVIEW:
                submit(page, author)
            elif stage != _DRAFT:
                submit_and_publish(page, author, people["reviewer"])
        made += 1
    return made


def make_cases(people: dict[str, User]) -> int:
    """Make the cases that are missing, with what other schools have told of them; how many."""
    index = CaseIndexPage.objects.get()
    made = 0
    for text in demo_texts("cases"):
        if index.get_children().filter(slug=slugify(text.facts["title"])).exists():
            continue
        with transaction.atomic():
            author = people[text.facts["author"]]
            page = _add(index, _case(text, author), author)
            submit_and_publish(page, author, people["reviewer"])
            for adoption in text.facts["adoptions"]:
                _tell(page, adoption["school"], adoption["events"])
        made += 1
    return made


def _add(index: Page, page: Page, author: User) -> Page:
    page.owner = author
    page.live = False
    page.slug = slugify(page.title)
    Page.objects.get(pk=index.pk).add_child(instance=page)
    page.save_revision(user=author, log_action=True)
    return page


def _material(text: DemoText, author: User) -> MaterialPage:
    facts = text.facts
    page = MaterialPage(
        **{
            name: facts[name]
            for name in ("title", "description", "language", "subjects", "levels", "licence")
        },
        resource_type=facts["type"],
        minutes=facts["minutes"],
        goals=facts["goals"],
        instructions=facts["instructions"],
        shows_real_people="no",
        maintainer=author,
        review_by=timezone.localdate() + _REVIEW_AFTER,
        body=list(_blocks(text, author)),
    )
    page.authors.set([MaterialAuthor(name=author.get_full_name(), user=author)])
    page.keywords.add(*facts["keywords"])
    if original := facts.get("translated_from"):
        page.sources.set([_translated(original)])
    return page


def _blocks(text: DemoText, author: User) -> Iterator[tuple[str, Any]]:
    for kind, value in text.pieces():
        if kind != "words":
            yield attachments.block(kind, value, text.facts["language"], author)
        elif text.facts.get("written_as") == "text":
            yield "text", str(markdown.render(value))
        else:
            yield "markdown", value


def _translated(original: str) -> MaterialSource:
    title = next(text.facts["title"] for text in demo_texts("materials") if text.key == original)
    page = MaterialPage.objects.get(slug=slugify(title))
    return MaterialSource(
        title=page.title,
        authors_text="; ".join(author.name for author in page.authors.all()),
        licence=page.licence,
        relation=MaterialSource.Relation.TRANSLATED,
        source_page=page,
    )


def _case(text: DemoText, author: User) -> CasePage:
    facts, today = text.facts, timezone.localdate()
    page = CasePage(
        **{name: facts[name] for name in ("title", "description", "language", "licence", "themes", "levels")},
        **{
            name: facts[name]
            for name in ("change_level", "programme_area", "evidence_type", "resources_needed")
        },
        **{part: str(markdown.render(words)) for part, words in text.parts().items()},
        school=School.objects.get(slug=facts["school"]),
        implementation_start=today - dt.timedelta(days=facts["began_days_ago"]),
        implementation_end=today - dt.timedelta(days=facts["ended_days_ago"]),
    )
    page.authors.set([CaseAuthor(name=author.get_full_name(), user=author)])
    page.keywords.add(*facts["keywords"])
    return page


def _tell(case: Page, school: str, events: list[tuple[str, int]]) -> None:
    """Write a school's log of the case, with days in the past, which nobody could tell through the page."""
    log: tuple[Event, ...] = ()
    for state, days_ago in events:
        log = add(log, Event(state, timezone.localdate() - dt.timedelta(days=days_ago)))
    adoption = Adoption.objects.create(
        case=case, school=School.objects.get(slug=school), state=log[-1].state, since=log[-1].on
    )
    for event in log:
        AdoptionEvent.objects.create(adoption=adoption, state=event.state, on=event.on)
