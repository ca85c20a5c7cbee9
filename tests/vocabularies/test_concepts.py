"""Concepts: importing them, and finding them by the beginning of a name."""

import gzip
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from oer.people.groups import sync_roles
from oer.vocabularies.concepts import COLUMNS, import_concepts, parse_row
from oer.vocabularies.importing import UnreadableFile
from oer.vocabularies.models import Concept, ConceptLabel
from oer.vocabularies.views import MOST, concepts_starting
from tests.people.factories import UserFactory

HEADING = "\t".join(COLUMNS) + "\n"
YSO = "http://www.yso.fi/onto/yso"
WAR = f"{YSO}/p40\tsotatoimet\tkrigshandlingar\thostilities\ten:military operations\t\t2019.3\n"
SEA = f"{YSO}/p41\tItämeri\tÖstersjön\tBaltic Sea\tfi:Itämeren alue|sv:Östersjöområdet\t\t2019.3\n"


def row(number: int, fi: str, sv: str = "", en: str = "", others: str = "") -> str:
    return f"http://example.org/p{number}\t{fi}\t{sv}\t{en}\t{others}\t\t2019.3\n"


@pytest.mark.django_db
def test_importing_twice_makes_nothing_new() -> None:
    first = import_concepts([HEADING, WAR, SEA])
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    again = import_concepts([HEADING, WAR, SEA])
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert (Concept.objects.count(), ConceptLabel.objects.count()) == (2, 3 + 1 + 3 + 2)


@pytest.mark.django_db
def test_a_changed_name_replaces_the_old_one_everywhere() -> None:
    import_concepts([HEADING, SEA])
    report = import_concepts(
        [HEADING, SEA.replace("Itämeri", "Pohjoinen Itämeri").replace("fi:Itämeren alue|", "")]
    )
    assert (report.new, report.changed) == (0, 1)
    assert concepts_starting("itäm", "fi") == []
    assert [found["label"] for found in concepts_starting("pohj", "fi")] == ["Pohjoinen Itämeri"]


@pytest.mark.django_db
def test_concepts_that_the_file_does_not_name_stay() -> None:
    import_concepts([HEADING, WAR, SEA])
    import_concepts([HEADING, SEA])
    assert Concept.objects.count() == 2


@pytest.mark.django_db
def test_bad_rows_are_told_by_line_and_the_others_come_in() -> None:
    lines = [HEADING, WAR, "rubbish\n", "\n", row(1, "x").replace("http", "ftp"), row(2, ""), WAR]
    lines += [row(3, "y", others="nolanguage"), row(4, "z" * 251), SEA]
    report = import_concepts(lines)
    assert report.new == 2
    assert [fault.place for fault in report.faults] == [f"line {n}" for n in (3, 5, 6, 7, 8, 9)]
    reasons = " ".join(fault.reason for fault in report.faults)
    for part in ("1 columns", "not the address", "no name", "earlier line", "nolanguage", "longer than 250"):
        assert part in reasons


@pytest.mark.django_db
def test_a_file_of_another_form_changes_nothing() -> None:
    for lines in ([], ["<html>\n"], [WAR, SEA]):
        with pytest.raises(UnreadableFile, match="first line"):
            import_concepts(lines)
    assert not Concept.objects.exists()


@given(st.text())
def test_any_text_as_a_row_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_row(text)


@pytest.mark.django_db
def test_the_command_reads_packed_files_and_its_status_tells_of_bad_rows(tmp_path: Path) -> None:
    packed = tmp_path / "yso.tsv.gz"
    packed.write_bytes(gzip.compress((HEADING + WAR + SEA).encode()))
    out, err = StringIO(), StringIO()
    call_command("import_concepts", packed, stdout=out)
    assert "2 new, 0 changed, 0 unchanged, 0 left out" in out.getvalue()
    plain = tmp_path / "yso.tsv"
    plain.write_text(HEADING + WAR + "rubbish\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        call_command("import_concepts", plain, stdout=out, stderr=err)
    assert end.value.code == 1
    assert "line 3: There are 1 columns; there must be 7." in err.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"not packed"])
def test_a_file_that_cannot_be_read_is_told_with_its_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "yso.tsv.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=r"yso\.tsv\.gz"):
        call_command("import_concepts", path, stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "language", "labels"),
    [
        ("itä", "fi", ["Itämeri"]),
        ("ITÄMERI", "fi", ["Itämeri"]),
        ("  itä ", "fi", ["Itämeri"]),
        ("öster", "sv", ["Östersjön"]),
        ("itä", "sv", ["Östersjön"]),
        ("milit", "en", ["hostilities"]),
        ("", "fi", []),
        ("%", "fi", []),
        ("_", "fi", []),
        ('"', "fi", []),
        ("i" * 10_000, "fi", []),
    ],
)
def test_a_concept_is_found_by_how_a_name_begins(text: str, language: str, labels: list[str]) -> None:
    import_concepts([HEADING, WAR, SEA])
    assert [found["label"] for found in concepts_starting(text, language)] == labels


@pytest.mark.django_db
def test_the_exact_name_comes_first_then_own_names_then_short_ones(django_assert_num_queries) -> None:
    rows = [
        row(1, "meritähti"),
        row(2, "meri"),
        row(3, "merivesi"),
        row(4, "valtameri", others="fi:merialue"),
    ]
    import_concepts([HEADING, *rows, *(row(n, f"meri {n}") for n in range(100, 200))])
    with django_assert_num_queries(1):
        found = concepts_starting("meri", "fi")
    assert found[0]["label"] == "meri"
    assert len(found) == MOST
    assert concepts_starting("meriala", "fi") == []
    assert concepts_starting("merialue", "fi") == [
        {"uri": "http://example.org/p4", "label": "valtameri", "matched": "merialue"}
    ]


@pytest.mark.django_db
def test_writers_get_suggestions_in_their_language_and_strangers_none(client) -> None:
    import_concepts([HEADING, WAR, SEA])
    sync_roles()
    address = reverse("suggest_concepts")
    assert client.get(address, {"q": "itä"}).status_code == 302
    client.force_login(UserFactory(roles=["teacher"], language="sv"))
    assert client.get(address, {"q": "öst"}).json()["concepts"][0]["label"] == "Östersjön"
    assert client.get(address).json() == {"concepts": []}


@pytest.mark.data
@pytest.mark.django_db
@pytest.mark.slow
def test_the_whole_ontology_comes_in_within_seconds(shared_data: Path) -> None:
    path = shared_data / "yso" / "yso-all.tsv.gz"
    began = time.monotonic()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        report = import_concepts(lines)
    assert (report.new, report.faults) == (36_180, [])
    assert time.monotonic() - began < 30
    assert "murtoluvut" in [found["label"] for found in concepts_starting("murtol", "fi")]


@pytest.mark.django_db
def test_names_in_other_languages_lead_to_a_concept_too_after_those_in_the_writers_own() -> None:
    rows = [
        "http://example.org/1\tbrunni\tkaivo\t\t\t\t1",
        "http://example.org/2\tmurtoluvut\tbråktal\t\t\t\t1",
    ]
    import_concepts(["\t".join(COLUMNS), *rows])
    assert concepts_starting("br", "fi") == [
        {"uri": "http://example.org/1", "label": "brunni", "matched": ""},
        {"uri": "http://example.org/2", "label": "murtoluvut", "matched": "bråktal"},
    ]
