"""What is read of pages, their HTML and their files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import ExifTags, Image

from oer.screening.contacts import contact_details
from oer.screening.facts import facts_of, facts_of_page
from oer.screening.file_facts import ReadFile, read_file
from oer.screening.html_reading import HtmlReader
from tests.domain.criteria_examples import file_data
from tests.materials.factories import clear
from tests.screening.factories import material, teacher

GROUPS = file_data()["file_groups"]


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def stored(content: bytes, name: str) -> ReadFile:
    return read_file(default_storage.save(name, ContentFile(content)), name, "", GROUPS)


def photo(*, place: bool, artist: str = "") -> bytes:
    exif = Image.Exif()
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (60.0, 10.0, 0.0)
    if artist:
        exif[ExifTags.Base.Artist] = artist
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def word(document: str, **members: str | bytes) -> bytes:
    """A Word file with this body and further members."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{document}</w:body></w:document>")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize("place", [True, False])
def test_a_photo_says_where_it_was_taken(place: bool) -> None:
    file = stored(photo(place=place, artist="J. Kuvaaja"), "kuva.jpg").file
    assert (file.group, file.opens, file.location, file.width) == ("image", True, place, 40)
    assert file.rights == {"Artist": "J. Kuvaaja"}


def test_a_word_file_is_read_with_its_comments_and_macros() -> None:
    text = "<w:p><w:r><w:t>Terve</w:t></w:r></w:p><w:ins><w:r/></w:ins>"
    read = stored(word(text, **{"word__vbaProject.bin": b"x"}), "tehtävä.docx")
    assert read.document is not None
    assert "Terve" in read.document.text
    assert (read.file.comments, read.file.macros) == (1, ("vbaProject.bin",))


@pytest.mark.parametrize(
    ("content", "name", "group", "opens", "problem"),
    [
        (b"%PDF-1.4\n", "moniste.pdf", "pdf", None, ""),
        (b"%PDF-1.4\n", "kuva.png", "pdf", None, ""),
        ("Pelkkää tekstiä".encode(), "muistio.txt", "text", True, ""),
        ("Pelkkää tekstiä".encode(), "kuva.png", "text", True, ""),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "kuva.png", "image", False, "damaged"),
        (b"PK\x03\x04" + b"rubbish", "paketti.docx", "", None, ""),
        (b"MZ\x90\x00" + b"\x00" * 60, "ohjelma.exe", "", None, ""),
        (b"", "tyhja.txt", "", None, ""),
    ],
)
def test_a_file_is_what_its_content_is(
    content: bytes, name: str, group: str, opens: bool | None, problem: str
) -> None:
    file = stored(content, name).file
    assert (file.group, file.opens, file.problem) == (group, opens, problem)


@pytest.mark.parametrize("member", ["../outside.txt", "word/tool.exe", "/etc/passwd"])
def test_a_package_with_a_hostile_member_is_named_and_not_read(member: str) -> None:
    read = stored(word("<w:p/>", **{member: "x"}), "paketti.docx")
    assert read.file.forbidden_members == (member,)
    assert read.document is not None
    assert read.document.text == ""


def test_a_bomb_is_not_unpacked() -> None:
    file = stored(word("<w:p/>", **{"word__big.bin": b"0" * 3_000_000}), "pommi.docx").file
    assert file.forbidden_members == ("word/big.bin",)


def test_entities_are_not_resolved() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    file = stored(word("<w:p/>", **{"word__footnotes.xml": bomb}), "entiteetti.docx").file
    assert (file.opens, file.problem) == (False, "damaged")


def test_a_missing_file_does_not_open() -> None:
    file = read_file("not-there.png", "not-there.png", "", GROUPS).file
    assert (file.opens, file.problem) == (False, "missing")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kirjoita aino.aalto@meriranta.fi", ("a***@meriranta.fi",)),
        ("Kirjoita minulle: oma@koulu.fi", ()),
        ("Esimerkki: matti@example.com ja x@test", ()),
        ("Soita 040 123 4567", ("040 ***67",)),
        ("Soita +358 40 123 4567", ("+358***67",)),
        ("05.10.2023 ja 02.163170 ja 0) 273.15", ()),
        ("ISBN 978-951-1-23456-7", ()),
        ("Kuva: CMS@CERN.jpg, doi.org/10.1000/0407123456", ()),
    ],
)
def test_contact_details_are_found_and_masked(text: str, found: tuple[str, ...]) -> None:
    assert contact_details(text, ["oma@koulu.fi"]) == found


def test_html_is_read_for_its_structure() -> None:
    reader = HtmlReader()
    reader.feed(
        "<h2>Alku</h2><p><strong>Lihava rivi</strong></p><p>Virke <code>koodia_ei_lueta</code> jatkuu.</p>"
        "<ul><li>Kohta</li></ul><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
        '<table><tr><th>a</th></tr></table><a href="/x">tästä</a><img src="/k.png"><img src="/l.png" alt="">'
        '<img alt="ilman kuvaa"><iframe src="https://youtube.com/embed/1"></iframe>'
    )
    reader.close()
    assert [(heading.level, heading.text) for heading in reader.headings] == [(2, "Alku")]
    assert reader.bold_lines == ["Lihava rivi"]
    assert reader.prose == ["Lihava rivi", "Virke jatkuu."]
    assert [(table.rows, table.columns, table.has_header) for table in reader.tables] == [
        (2, 2, False),
        (1, 1, True),
    ]
    assert [(link.url, link.text) for link in reader.links] == [("/x", "tästä")]
    assert [(image.alternative, image.decorative) for image in reader.images] == [(None, False), ("", True)]
    assert reader.resources == ["https://youtube.com/embed/1"]
    assert "koodia_ei_lueta" in "".join(reader.text)
    assert "koodia_ei_lueta" not in "".join(reader.outside_code)


@pytest.mark.parametrize(
    "html", ["</p></h2></table>", "<p><p><strong>", "<a href='x'><td colspan='many'>", "&#x0;<"]
)
def test_broken_html_is_read_as_far_as_it_goes(html: str) -> None:
    reader = HtmlReader()
    reader.feed(html)
    reader.close()


@pytest.mark.django_db
def test_a_material_is_read_whole() -> None:
    author = teacher()
    page = material(
        author, goals="- Osaa vertailla\n- Osaa järjestää\n", minutes=45, instructions="Aloita näin."
    )
    facts = facts_of_page(page, GROUPS)
    assert facts.kind == "material"
    assert facts.get("learning_goals") == ("Osaa vertailla", "Osaa järjestää")
    assert facts.get("maintainer") == author.username
    assert facts.get("keywords") == ("lukusuora", "matematiikka", "murtoluvut")
    assert "Aloita näin." in facts.documents[0].text
    assert facts.documents[0].headings[0].text == "Alku"
    author.is_active = False
    author.save()
    page.refresh_from_db()
    assert facts_of_page(page, GROUPS).get("maintainer") == ""


@pytest.mark.django_db
def test_only_a_later_version_has_an_earlier_one() -> None:
    page = material(teacher())
    clear(page.get_latest_revision())
    page.get_latest_revision().publish()
    page = type(page).objects.get(pk=page.pk)
    assert "published_before" not in facts_of(page.live_revision, GROUPS).flags
    assert "published_before" in facts_of(page.save_revision(), GROUPS).flags


@pytest.mark.data
def test_real_files_are_recognised(shared_data: Path) -> None:
    folder = shared_data / "media"
    with_place = (folder / "office" / "python-docx-court-exif.jpg").read_bytes()
    assert stored(with_place, "court.jpg").file.location is True
    for path in sorted((folder / "pdf").glob("*.pdf")):
        assert stored(path.read_bytes(), path.name).file.group == "pdf"
    for path in sorted((folder / "office").glob("*.docx")):
        assert stored(path.read_bytes(), path.name).file.opens is True


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "declared"), [("fi-simple", True), ("fi", False)])
def test_easy_language_is_a_claim_that_a_reviewer_is_asked_about(language: str, declared: bool) -> None:
    page = material(teacher(), language=language)
    assert ("easy_language" in (facts_of_page(page, GROUPS).get("accessibility_features") or ())) is declared
