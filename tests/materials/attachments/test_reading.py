"""Every file ends as text or as a reason, soon, whatever it is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from oer.materials.attachments.found import MOST_TEXT, Page, Unreadable, pieces, tidy
from oer.materials.attachments.reading import read_file
from tests.materials.attachments import samples

BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:t>&b;</w:t>'
SHEET = "<sst><si><t>Sarake</t></si><si><t>Arvo</t></si></sst>"
QUIZ = '{"text": "<p>Mikä on pii?</p>", "library": "H5P.X 1.0"}'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:t>&a;</w:t>'


def read(tmp_path: Path, data: bytes | str, name: str) -> tuple[Page, ...]:
    path = tmp_path / "file"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_file(path, name)


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (
            samples.docx("<w:p><w:t>Murto</w:t><w:t>luku</w:t></w:p><w:p><w:t>Toinen</w:t></w:p>"),
            "a.docx",
            "Murtoluku Toinen",
        ),
        (
            samples.docx("<w:p><w:delText>Pois</w:delText><w:t>Jää</w:t><w:tab/><w:t>näin</w:t></w:p>"),
            "a.docx",
            "Jää näin",
        ),
        (
            samples.odt("<text:p>Sana<text:s/>ja <text:span>toinen</text:span></text:p>"),
            "a.odt",
            "Sana ja toinen",
        ),
        (
            samples.odt("<text:p>A<office:annotation><text:p>salaa</text:p></office:annotation></text:p>"),
            "a.odt",
            "A",
        ),
        (samples.package(xl__workbook_d_xml="<w/>", xl__sharedStrings_d_xml=SHEET), "a.xlsx", "Sarake Arvo"),
        (samples.package(h5p_d_json="{}", content__content_d_json=QUIZ), "a.h5p", "Mikä on pii?"),
        (
            samples.package(
                mimetype="application/epub+zip", a_d_xhtml="<head><title>x</title></head><p>Luku yksi</p>"
            ),
            "a.epub",
            "Luku yksi",
        ),
        (
            "<p>Yksi<br>kaksi <b>kol</b>me</p><script>if (a < b) x</script><!-- ei -->&auml;",
            "a.html",
            "Yksi kaksi kolme ä",
        ),
        ("Tämä on teks-\ntiä.\n\n  Ja\tlisää.", "a.txt", "Tämä on tekstiä. Ja lisää."),
        ("Ääkköset".encode("cp1252"), "a.txt", "Ääkköset"),
        ("Ääkköset".encode("utf-16"), "a.txt", "Ääkköset"),
        ("a\x00b".encode("utf-16"), "a.md", "ab"),
    ],
)
def test_text_is_read(tmp_path: Path, data: bytes | str, name: str, text: str) -> None:
    assert [page.text for page in read(tmp_path, data, name)] == [text]


def test_pages_of_slides_and_of_a_pdf_have_numbers(tmp_path: Path) -> None:
    slides = read(tmp_path, samples.pptx("Alku", "hidden: salaa", "Loppu"), "a.pptx")
    assert slides == (Page("Alku", 1), Page("Loppu", 3))
    drawn = samples.odt(
        '<draw:page draw:master-page-name="x"><text:p>A</text:p></draw:page>'
        '<draw:page draw:master-page-name="x"><text:p>B</text:p></draw:page>',
        "presentation",
    )
    assert read(tmp_path, drawn, "a.odp") == (Page("A", 1), Page("B", 2))
    assert read(tmp_path, samples.pdf("One line", "Another"), "a.pdf") == (
        Page("One line", 1),
        Page("Another", 2),
    )


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b"   \n", "a.txt", "empty"),
        (samples.docx(""), "a.docx", "empty"),
        (samples.docx(BOMB), "a.docx", "damaged"),
        (samples.docx("<w:p>"), "a.docx", "damaged"),
        (samples.package(word__document_d_xml=OUTSIDE), "a.docx", "damaged"),
        (samples.package(word__document_d_xml=BOMB), "a.docx", "damaged"),
        (samples.package(h5p_d_json="{"), "a.h5p", "damaged"),
        (samples.package(h5p_d_json="{}", content__content_d_json="[" * 100_000), "a.h5p", "damaged"),
        (samples.package(h5p_d_json="{}"), "a.h5p", "damaged"),
        (samples.package(a_d_bin=b"x"), "a.zip", "no_text_format"),
        (samples.docx("<w:p/>")[:-30], "a.docx", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "a.doc", "old_or_locked"),
        (b"%PDF-1.4\nnothing", "a.pdf", "damaged"),
        (b"\x89PNG\r\n", "a.png", "no_text_format"),
        (b"\x00\x01\x02", "a.txt", "no_text_format"),
        (b"\x00\x01\x02", "a.docx", "damaged"),
    ],
)
def test_what_cannot_be_read_has_a_reason(tmp_path: Path, data: bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data, name)
    assert caught.value.reason == reason


def test_an_encrypted_package_is_locked(tmp_path: Path) -> None:
    data = bytearray(samples.docx("<w:p><w:t>x</w:t></w:p>"))
    data[6] |= 1  # the flag in the local header
    data[data.find(b"PK\x01\x02") + 8] |= 1  # and in the directory
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, bytes(data), "a.docx")
    assert caught.value.reason == "locked"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.docx("<w:p/>" * 12_000_000), "a.docx"),  # 72 MB out of a few kB, without a word
        (samples.docx("<w:p>" * 1_500_000), "a.docx"),
        (samples.package(h5p_d_json="{}", content__content_d_json=b" " * 70 * 1024**2), "a.h5p"),
        ("<!--" * 400_000, "a.html"),
        ("<script>" * 200_000, "a.html"),
        ("<" * 2_000_000, "a.html"),
        ("&" * 2_000_000, "a.html"),
    ],
    ids=["bomb", "deep", "long", "comments", "scripts", "brackets", "entities"],
)  # fmt: skip
def test_no_file_takes_long(tmp_path: Path, data: bytes | str, name: str) -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable):
        raise Unreadable(read(tmp_path, data, name)[0].text[:1])
    assert time.monotonic() - began < 10


def test_a_long_text_is_kept_as_far_as_the_limit(tmp_path: Path) -> None:
    for data, name in (
        ("sana " * 100_000, "a.txt"),
        (samples.docx("<w:p><w:t>sana sana</w:t></w:p>" * 100_000), "a.docx"),
    ):
        pages = read(tmp_path, data, name)
        assert MOST_TEXT - 10 <= sum(len(page.text) for page in pages) <= MOST_TEXT


def test_pieces_end_with_sentences_or_words_and_lose_nothing() -> None:
    text = tidy("Lause on tässä. " * 300)
    found = list(pieces(text))
    assert " ".join(found) == text
    assert all(len(piece) <= 1000 and piece.endswith(".") for piece in found)
    assert "".join(pieces("x" * 2500)) == "x" * 2500


@pytest.mark.data
def test_every_real_file_ends_as_text_or_as_a_reason(shared_data: Path) -> None:
    outcomes: dict[str, str] = {}
    for path in sorted((shared_data / "media").rglob("*")):
        if path.is_file():
            try:
                outcomes[f"{path.parent.name}/{path.name}"] = read_file(path, path.name)[0].text
            except Unreadable as unreadable:
                outcomes[f"{path.parent.name}/{path.name}"] = f"({unreadable.reason})"
    assert len(outcomes) >= 130
    assert outcomes["pdf/libreoffice-writer-password.pdf"] == "(locked)"
    assert outcomes["aoe/password_protected.pdf"] == "(locked)"
    assert outcomes["aoe/blank.pdf"] == "(empty)"
    assert outcomes["h5p/broken-content-json.h5p"] == outcomes["h5p/corrupt_archive.h5p"] == "(damaged)"
    assert outcomes["h5p/valid2.h5p"] == "Hello world!"
    assert outcomes["aoe/aoe_test_file.pdf"].startswith("Hei, olen pienen pieni")
    assert "Sarake" in outcomes["aoe/test-spreadsheet.xlsx"]
    assert not {name for name, found in outcomes.items() if found == "(damaged)"} - {
        "h5p/broken-content-json.h5p",
        "h5p/broken-h5p-json.h5p",
        "h5p/corrupt_archive.h5p",
    }
