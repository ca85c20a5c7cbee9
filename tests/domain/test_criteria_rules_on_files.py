"""The rules about texts, pictures, files and videos at their edges."""

from __future__ import annotations

from typing import Any

import pytest

from oer.domain.criteria import Coverage, Document, Heading, Image, Link, Table, UploadedFile, Video
from tests.domain.criteria_examples import facts, found, page, report, rule


def image(**values: Any) -> Image:
    return Image(**{"name": "ravintoverkko.png", "alternative": "Kala syö planktonia", **values})


@pytest.mark.parametrize(
    ("picture", "findings"),
    [
        (image(), []),
        (image(alternative=None), ["alternative_missing"]),
        (image(alternative="  "), ["alternative_missing"]),
        (image(alternative="", decorative=True), []),
        (image(alternative="ravintoverkko.png"), ["alternative_suspicious"]),
        (image(alternative="IMG_1234"), ["alternative_suspicious"]),
        (image(alternative="Kuva"), ["alternative_suspicious"]),
        (image(alternative="abc"), ["alternative_suspicious"]),
        (image(alternative="abcd"), []),
        (image(alternative="Kala uimassa", caption="kala uimassa"), ["alternative_suspicious"]),
        (image(alternative="x" * 250), []),
        (image(alternative="x" * 251), ["alternative_too_long"]),
    ],
)
def test_text_alternatives_at_their_edges(picture: Image, findings: list[str]) -> None:
    params = {
        "alternative_missing": {},
        "alternative_suspicious": {
            "min_chars": 4,
            "file_name_pattern": "\\.(png|jpe?g|gif|svg|webp|bmp)$",
            "camera_pattern": "^(img|dsc|image|picture|kuva|bild)[ _-]?\\d*$",
        },
        "alternative_too_long": {"max_chars": 250},
    }
    item = facts(page(images=(picture,)))
    reported = [
        name
        for name, values in params.items()
        if found(rule(name, "fail", "blocks", files=["html"], params=values), item)
    ]
    assert reported == findings


FAKE = {"min_count": 3, "max_words": 12}
VAGUE = {"vague": ["tästä"], "max_url_chars": 40}


def linked(text: str) -> Document:
    return page(links=(Link(url="/a", text=text),))


HEADINGS = (Heading(level=2, text="Alku"), Heading(level=4, text="Syvällä"), Heading(level=2, text="Loppu"))


@pytest.mark.parametrize(
    ("name", "params", "document", "count"),
    [
        ("heading_level_skipped", {}, page(headings=HEADINGS), 1),
        ("heading_level_skipped", {}, page(headings=HEADINGS[::2]), 0),
        ("no_headings", {"min_words": 600}, page(text="sana " * 600, headings=()), 0),
        ("no_headings", {"min_words": 600}, page(text="sana " * 601, headings=()), 1),
        ("no_headings", {"min_words": 600}, page(text="sana " * 601), 0),
        ("fake_headings", FAKE, page(bold_lines=("a", "b", "c"), headings=()), 1),
        ("fake_headings", FAKE, page(bold_lines=("a", "b"), headings=()), 0),
        ("fake_headings", FAKE, page(bold_lines=("a " * 13,) * 3, headings=()), 0),
        ("table_header_missing", {}, page(tables=(Table(rows=2, columns=2, has_header=False),)), 1),
        ("table_header_missing", {}, page(tables=(Table(rows=1, columns=2, has_header=False),)), 0),
        ("table_header_missing", {}, page(tables=(Table(rows=2, columns=2, has_header=True),)), 0),
        ("vague_link_text", VAGUE, linked("Tästä"), 1),
        ("vague_link_text", VAGUE, linked("Tästä eteenpäin"), 0),
        ("vague_link_text", VAGUE, linked("https://" + "a" * 32), 0),
        ("vague_link_text", VAGUE, linked("https://" + "a" * 33), 1),
        ("file_language_missing", {}, page(language=""), 1),
        ("file_title_missing", {}, page(title="Word Document"), 1),
    ],
)  # fmt: skip
def test_structure_at_its_edges(name: str, params: dict[str, Any], document: Any, count: int) -> None:
    checked = rule(name, "concern", "must_answer", "{file}", files=["html"], params=params)
    assert len(found(checked, facts(document))) == count


def upload(**values: Any) -> UploadedFile:
    return UploadedFile(
        **{"name": "a.png", "size": 1000, "detected_type": "image/png", "group": "image",
           "promised_group": "image", "opens": True, "location": False, **values}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "file", "coverage", "count"),
    [
        ("type_not_allowed", upload(), "evaluated", 0),
        ("type_not_allowed", upload(group="", detected_type="application/zip"), "evaluated", 1),
        ("type_not_allowed", upload(name="a.docm"), "evaluated", 1),
        ("type_mismatch", upload(), "evaluated", 0),
        ("type_mismatch", upload(promised_group="pdf"), "evaluated", 1),
        ("size_exceeded", upload(size=100 * 1024**2), "evaluated", 0),
        ("size_exceeded", upload(size=100 * 1024**2 + 1), "evaluated", 1),
        ("cannot_be_opened", upload(opens=False, problem="damaged"), "evaluated", 1),
        ("cannot_be_opened", upload(group="pdf", opens=None), "not_evaluated", 0),
        ("location_in_media", upload(location=True), "evaluated", 1),
        ("location_in_media", upload(location=None), "not_evaluated", 0),
        ("malware_found", upload(), "not_evaluated", 0),
    ],
)
def test_files_at_their_edges(name: str, file: UploadedFile, coverage: str, count: int) -> None:
    words = {"type_not_allowed": "{detected_type}", "cannot_be_opened": "{file} {error}"}.get(name, "{file}")
    groups = ["image", "pdf"] if name in ("cannot_be_opened", "location_in_media") else ["any"]
    checked = rule(name, "fail", "blocks", words, files=groups)
    [run] = report(checked, facts(files=(file,)), file_size_max_mb={"default": 100}).criteria[0].runs
    assert (run.coverage.value, len(run.findings)) == (coverage, count)


def test_a_rule_about_files_has_nothing_to_check_where_there_are_none() -> None:
    checked = rule("malware_found", "fail", "blocks", files=["any"])
    shown = report(checked, facts())
    assert shown.criteria[0].runs[0].coverage is Coverage.NOTHING_TO_CHECK
    assert shown.criteria[0].verdict.value == "pass"


@pytest.mark.parametrize(
    ("video", "coverage", "count"),
    [
        (Video(name="a", state="ready", has_sound=True), "evaluated", 1),
        (Video(name="a", state="ready", has_sound=True, captions=("fi",)), "evaluated", 0),
        (Video(name="a", state="ready", has_sound=False), "evaluated", 0),
        # A stream of sound that nobody has measured may be silent.
        (Video(name="a", state="ready", has_sound=None), "not_evaluated", 0),
        (Video(name="a", state="waiting"), "not_evaluated", 0),
    ],
)
def test_a_video_that_speaks_has_captions(video: Video, coverage: str, count: int) -> None:
    checked = rule("captions_missing", "fail", "blocks", "{file}", files=["video"])
    [run] = report(checked, facts(videos=(video,))).criteria[0].runs
    assert (run.coverage.value, len(run.findings)) == (coverage, count)


@pytest.mark.parametrize(
    ("heard", "captioned", "coverage", "count"),
    [
        # 59.9 of 100 seconds is less than 0.6 of them, 60 is not.
        (100.0, 59.9, "evaluated", 1),
        (100.0, 60.0, "evaluated", 0),
        (None, None, "not_evaluated", 0),
    ],
)
def test_captions_cover_most_of_what_is_heard(
    heard: float | None, captioned: float | None, coverage: str, count: int
) -> None:
    video = Video(name="a", state="ready", has_sound=True, captions=("fi",), heard=heard, captioned=captioned)
    words = "{file} {heard} {captioned}"
    checked = rule(
        "captions_sparse", "concern", "must_answer", words, files=["video"], params={"share_min": 0.6}
    )
    [run] = report(checked, facts(videos=(video,))).criteria[0].runs
    assert (run.coverage.value, len(run.findings)) == (coverage, count)


def test_links_that_nobody_visited_are_not_in_order() -> None:
    checked = rule("link_dead", "fail", "must_answer", files=["html"])
    without = report(checked, facts()).criteria[0]
    linked = facts(page(links=(Link(url="https://example.org", text="Esimerkki"),)))
    assert without.runs[0].coverage is Coverage.EVALUATED
    assert report(checked, linked).criteria[0].runs[0].coverage is Coverage.NOT_EVALUATED
