"""A file is read once for each content, and its text follows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Passage
from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs
from oer.materials.attachments.models import FileText, text_of
from oer.materials.attachments.passages import MOST_OF_A_PAGE
from oer.materials.attachments.reading import READER
from oer.materials.models import MaterialPage
from tests.materials.attachments import samples
from tests.materials.factories import draft, published

pytestmark = pytest.mark.django_db

CANARY = "Kanarialintu"


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


def upload(data: bytes, name: str = "tehtava.pdf", **values: Any) -> Document:
    """A document as the admin saves it."""
    document = Document(title=f"Tehtävä {name}", file=ContentFile(data, name=name), **values)
    document._set_document_file_metadata()
    document.save()
    return document


def file_passages(page: MaterialPage) -> list[Passage]:
    """The passages of attached files in the page's catalogue entry, without the files' titles."""
    record = CatalogueEntry.objects.get(page_id=page.pk).as_record()
    return [passage for passage in record.passages if passage.kind == "file" and passage.place]


def lesson(*documents: Document) -> MaterialPage:
    """A published page that offers these files."""
    return published(body=[("file", {"document": one, "role": "material"}) for one in documents])


def test_the_text_of_a_file_comes_into_the_record_after_publishing() -> None:
    document = upload(samples.pdf("Murtolukuja", CANARY))
    page = lesson(document)
    assert file_passages(page) == []
    before = CatalogueEntry.objects.get(page_id=page.pk).version
    run_due_jobs()
    assert file_passages(page) == [
        Passage(kind="file", text="Murtolukuja", place=f"{document.url}#page=1"),
        Passage(kind="file", text=CANARY, place=f"{document.url}#page=2"),
    ]
    assert CatalogueEntry.objects.get(page_id=page.pk).version == before + 1


def test_a_content_is_read_once_wherever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    upload(samples.docx("<w:p><w:t>Sama</w:t></w:p>"), "a.docx")
    run_due_jobs()
    read_at = FileText.objects.get().read_at
    other = upload(samples.docx("<w:p><w:t>Sama</w:t></w:p>"), "b.docx")
    page = lesson(other)
    page.save_revision()
    run_due_jobs()
    assert FileText.objects.get().read_at == read_at
    assert [passage.text for passage in file_passages(page)] == ["Sama"]


def test_what_cannot_be_read_is_remembered_and_not_tried_again() -> None:
    document = upload(b"%PDF-1.4\nnothing")
    page = lesson(document)
    run_due_jobs()
    text = text_of(document)
    assert text is not None
    assert text.reason == FileText.Reason.DAMAGED
    assert not Job.objects.exclude(state=State.DONE).exclude(kind__startswith="search.").exists()
    page.get_latest_revision().publish()
    assert not Job.objects.filter(kind="materials.read_file", state=State.WAITING).exists()


def test_a_replaced_file_takes_its_former_text_away() -> None:
    document = upload(samples.pdf(CANARY))
    page = lesson(document)
    run_due_jobs()
    document.file = ContentFile(samples.pdf("Uusi"), name="uusi.pdf")
    document._set_document_file_metadata()
    document.save()
    run_due_jobs()
    assert [passage.text for passage in file_passages(page)] == ["Uusi"]
    assert FileText.objects.count() == 1


def test_a_deleted_file_leaves_no_text_behind() -> None:
    document = upload(samples.pdf(CANARY))
    page = lesson(document)
    run_due_jobs()
    document.delete()
    run_due_jobs()
    assert file_passages(page) == []
    assert not FileText.objects.exists()


def test_the_text_of_a_file_that_not_everyone_may_open_is_in_no_record() -> None:
    collection = Collection.get_first_root_node().add_child(name="Opettajat")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    page = lesson(upload(samples.pdf(CANARY), collection=collection))
    run_due_jobs()
    assert file_passages(page) == []
    restriction.delete()
    run_due_jobs()
    assert [passage.text for passage in file_passages(page)] == [CANARY]
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    run_due_jobs()
    assert file_passages(page) == []


def test_a_file_that_is_only_linked_in_the_text_counts_too() -> None:
    document = upload(samples.pdf("Linkin takana"))
    link = f'<p>Katso <a id="{document.pk}" linktype="document">tästä</a>.</p>'
    page = published(body=[("text", link)])
    run_due_jobs()
    assert [passage.text for passage in file_passages(page)] == ["Linkin takana"]


def test_a_file_that_a_program_put_there_is_read_at_publishing() -> None:
    document = Document.objects.bulk_create(
        [Document(title="A", file=ContentFile(samples.pdf("Ohjelman tuoma"), name="o.pdf"))]
    )[0]
    page = lesson(document)
    run_due_jobs()
    assert [passage.text for passage in file_passages(page)] == ["Ohjelman tuoma"]


def test_texts_read_in_a_former_way_are_read_again() -> None:
    document = upload(samples.pdf("Uudella tavalla"))
    FileText.objects.create(digest=document.file_hash, reader=READER - 1, pages=[[1, "Vanhalla tavalla"]])
    page = lesson(document)
    assert file_passages(page) == []
    run_due_jobs()
    assert [passage.text for passage in file_passages(page)] == ["Uudella tavalla"]


def test_a_missing_file_is_no_failure() -> None:
    document = upload(samples.pdf("x"))
    document.file.storage.delete(document.file.name)
    run_due_jobs()
    assert not Job.objects.filter(kind="materials.read_file").exclude(state=State.DONE).exists()


def test_a_record_holds_so_much_of_all_files_and_no_more() -> None:
    files = [upload((f"sana{n} " * 10_000).encode(), f"{n}.txt") for n in range(4)]
    page = lesson(*files)
    run_due_jobs()
    length = sum(len(passage.text) for passage in file_passages(page))
    assert MOST_OF_A_PAGE * 0.98 < length <= MOST_OF_A_PAGE


def test_only_pages_that_offer_the_file_are_looked_for() -> None:
    first, second = upload(b"yksi", "1.txt"), upload(b"kaksi", "2.txt")
    page = draft(body=[("file", {"document": first, "role": "material"})])
    draft(title="Toinen", body=[("file", {"document": second, "role": "material"})])
    assert list(MaterialPage.objects.offering_file(first.pk)) == [page]
