"""Keywords that mean concepts: chosen by a person, kept with the page, named in the material's language."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Keyword
from oer.materials.models import MaterialPage
from oer.people.groups import sync_roles
from oer.site.foundation import set_up_site
from oer.vocabularies.concepts import COLUMNS, import_concepts
from oer.vocabularies.keyword_input import LONGEST_KEYWORD, MOST_KEYWORDS, KeywordsFormField, KeywordsInput
from oer.vocabularies.keywords import keywords_of, set_keywords
from tests.materials.factories import clear, draft
from tests.materials.test_editor import form
from tests.people.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db

YSO = "http://www.yso.fi/onto/yso/"


@pytest.fixture(autouse=True)
def concepts() -> None:
    rows = [
        f"{YSO}p1\tmurtoluvut\tbråktal\tfractions\tfi:murrot\t\t1",
        f"{YSO}p2\tkylmä sota\tkalla kriget\t\t\t\t1",
    ]
    import_concepts(["\t".join(COLUMNS), *rows])


@pytest.fixture
def editor() -> Client:
    set_up_site()
    sync_roles()
    client = Client()
    client.force_login(UserFactory(roles=["teacher"], roles__school=SchoolFactory()))
    return client


def typed(text: str, **concepts: str) -> list[Keyword]:
    data = {"keywords": text, "keywords-concepts": json.dumps(concepts)}
    return KeywordsFormField().clean(KeywordsInput().value_from_datadict(data, {}, "keywords"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("murtoluvut, kylmä sota", ["murtoluvut", "kylmä sota"]),
        ('"yksi, kaksi", kolme', ["yksi, kaksi", "kolme"]),
        (" a ;b,\n,a,  c  d ", ["a", "b", "c d"]),
        ('"', []),
        ('""', []),
    ],
)
def test_words_stand_between_commas(text: str, words: list[str]) -> None:
    found = KeywordsInput().value_from_datadict({"keywords": text}, {}, "keywords")
    assert [keyword.label for keyword in found] == words


def test_a_concept_must_be_called_so() -> None:
    assert typed("Murtoluvut", Murtoluvut=f"{YSO}p1") == [Keyword(label="Murtoluvut", uri=f"{YSO}p1")]
    assert typed("murrot", murrot=f"{YSO}p1") == [Keyword(label="murrot", uri=f"{YSO}p1")]
    assert typed("pizza", pizza=f"{YSO}p1") == [Keyword(label="pizza")]
    assert typed("pizza", pizza="javascript:alert(1)") == [Keyword(label="pizza")]
    assert typed("muu", murtoluvut=f"{YSO}p1") == [Keyword(label="muu")]


@pytest.mark.parametrize("concepts", ["", "[", "[]", "1", '{"a": {"b": 1}}', "\x00"])
def test_a_broken_hidden_field_loses_no_word(concepts: str) -> None:
    data = {"keywords": "a, b", "keywords-concepts": concepts}
    found = KeywordsFormField().clean(KeywordsInput().value_from_datadict(data, {}, "keywords"))
    assert [keyword.label for keyword in found] == ["a", "b"]


@pytest.mark.parametrize("text", ["x" * (LONGEST_KEYWORD + 1), ",".join(map(str, range(MOST_KEYWORDS + 1)))])
def test_too_long_and_too_many_keywords_are_refused_with_a_sentence(text: str) -> None:
    field = KeywordsFormField()
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        field.clean(KeywordsInput().value_from_datadict({"keywords": text}, {}, "keywords"))
    with translation.override("en"):
        assert "keyword" in caught.value.messages[0]


def test_what_is_chosen_in_the_editor_is_kept_with_the_version_and_shown_again(editor: Client) -> None:
    chosen = {
        "keywords": "murtoluvut, laskeminen",
        "keywords-concepts": json.dumps({"murtoluvut": f"{YSO}p1"}),
    }
    editor.post(editor.get(reverse("new_material")).url, form(**chosen, language="sv"))
    page = MaterialPage.objects.get()
    expected = {Keyword(label="bråktal", uri=f"{YSO}p1"), Keyword(label="laskeminen")}
    assert set(page.get_latest_revision_as_object().record().keywords) == expected
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f"{{&quot;murtoluvut&quot;: &quot;{YSO}p1&quot;}}" in shown
    assert "kierto/keywords.js" in shown


def test_without_javascript_words_are_plain_and_concepts_stay(editor: Client) -> None:
    page = draft()
    set_keywords(page, [Keyword(label="murtoluvut", uri=f"{YSO}p1"), Keyword(label="muu")])
    page.save()
    page.save_revision()
    concepts = json.dumps({"murtoluvut": f"{YSO}p1"})
    # As the browser sends the hidden field back, with a word taken away and another written.
    found = KeywordsInput().value_from_datadict(
        {"keywords": "murtoluvut, uusi", "keywords-concepts": concepts}, {}, "keywords"
    )
    set_keywords(page, KeywordsFormField().clean(found))
    page.save()
    again = MaterialPage.objects.get(pk=page.pk)
    assert set(keywords_of(again, "fi")) == {
        Keyword(label="murtoluvut", uri=f"{YSO}p1"),
        Keyword(label="uusi"),
    }


def test_a_concept_reaches_the_catalogue_by_publishing_and_survives_a_revision() -> None:
    page = draft(language="sv")
    set_keywords(page, [Keyword(label="kylmä sota", uri=f"{YSO}p2")])
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    record = CatalogueEntry.objects.get(page=page).as_record()
    assert record.keywords == (Keyword(label="kalla kriget", uri=f"{YSO}p2"),)


def test_a_language_without_a_name_for_it_keeps_the_chosen_word() -> None:
    page = draft(language="en")
    set_keywords(
        page, [Keyword(label="kylmä sota", uri=f"{YSO}p2"), Keyword(label="x", uri="http://x/unknown")]
    )
    found = {Keyword(label="kylmä sota", uri=f"{YSO}p2"), Keyword(label="x", uri="http://x/unknown")}
    assert set(keywords_of(page, "en")) == found


def test_two_versions_are_compared_by_words(editor: Client) -> None:
    page = draft()
    first = page.save_revision()
    set_keywords(page, [Keyword(label="murtoluvut", uri=f"{YSO}p1")])
    second = page.save_revision()
    admin = Client()
    admin.force_login(UserFactory(is_superuser=True))
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    assert "lukusuora" in admin.get(address).content.decode()
