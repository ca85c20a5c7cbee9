"""The records over REST, their permanent addresses, and what is left of withdrawn ones."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Keyword
from oer.site.foundation import set_up_site
from oer.vocabularies.keywords import set_keywords
from tests.cases.factories import published_case
from tests.materials.factories import clear, draft, published

pytestmark = pytest.mark.django_db


def records(client: Client, **query: Any) -> dict[str, Any]:
    response = client.get("/api/v1/records", query)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_record_tells_what_the_contract_says(client: Client):
    page = published()
    (record,) = records(client)["records"]
    assert record.pop("changed_at")
    assert record == {
        "state": "live",
        "version": 1,
        "id": str(page.translation_key),
        "source_id": None,
        "kind": "material",
        "title": "Murtolukuja lukusuoralla",
        "description": page.description,
        "language": "fi",
        "url": f"http://testserver/r/{page.translation_key}",
        "licence": {"id": "CC-BY-4.0", "uri": "https://creativecommons.org/licenses/by/4.0/"},
        "authors": ["Aino Aalto"],
        "subjects": ["mathematics"],
        "levels": ["basic-3-6"],
        "keywords": [{"label": name, "uri": ""} for name in sorted(page.keywords.names())],
        "objectives": [],
        "type": "lesson",
        "is_based_on": [],
    } | {"keywords": record["keywords"]}
    assert sorted(keyword["label"] for keyword in record["keywords"]) == sorted(page.keywords.names())


def test_a_draft_is_nowhere(client: Client):
    page = draft()
    assert records(client)["records"] == []
    assert client.get(f"/api/v1/records/{page.translation_key}").status_code == 404
    assert client.get(f"/r/{page.translation_key}").status_code == 404


def test_a_withdrawn_record_is_a_tombstone_everywhere(client: Client):
    page = published()
    page.unpublish()
    (record,) = records(client)["records"]
    assert set(record) == {"state", "id", "kind", "version", "changed_at"}
    assert (record["state"], record["version"]) == ("withdrawn", 2)
    single = client.get(f"/api/v1/records/{page.translation_key}")
    assert (single.status_code, single.json()) == (410, record)
    assert client.get(f"/r/{page.translation_key}").status_code == 410
    assert client.get(f"/r/{page.translation_key}.jsonld").status_code == 410


def test_the_tombstone_page_says_so_to_people(client: Client):
    page = published()
    page.unpublish()
    response = client.get(f"/r/{page.translation_key}", headers={"accept-language": "en"})
    assert "text/html" in response["Content-Type"]
    assert "withdrawn" in response.content.decode().lower()
    assert page.title not in response.content.decode()


def test_an_expired_page_is_a_tombstone_before_the_scheduler_comes(client: Client):
    page = published()
    CatalogueEntry.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert client.get(f"/api/v1/records/{page.translation_key}").status_code == 410
    assert client.get(f"/r/{page.translation_key}").status_code == 410


def test_pages_of_records_follow_each_other_without_gaps_or_repetition(client: Client):
    pages = [published(title=f"Materiaali numero {number}") for number in range(5)]
    # Two of one moment: the id decides.
    moment = timezone.now()
    CatalogueEntry.objects.filter(page__in=pages[:2]).update(changed_at=moment)
    seen, address = [], "/api/v1/records?size=2&kind=material"
    while address:
        answer = client.get(address).json()
        seen += [record["id"] for record in answer["records"]]
        address = answer["next"]
    assert len(seen) == 5
    assert set(seen) == {str(page.translation_key) for page in pages}
    newest_first = CatalogueEntry.objects.newest_first().values_list("id", flat=True)
    assert seen == [str(identifier) for identifier in newest_first]


def test_only_what_changed_since_a_moment_is_given(client: Client):
    old, new = published(title="Vanhempi materiaali"), published(title="Uudempi materiaali")
    moment = timezone.now().replace(microsecond=0)
    CatalogueEntry.objects.filter(page=old).update(changed_at=moment - dt.timedelta(hours=1))
    CatalogueEntry.objects.filter(page=new).update(changed_at=moment)
    found = records(client, changed_since=moment.isoformat())["records"]
    assert [record["id"] for record in found] == [str(new.translation_key)]
    without_zone = moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat()
    assert records(client, changed_since=without_zone)["records"] == found


BAD = [
    ("cursor=rubbish", 400),
    ("cursor=%C3%A4", 400),
    ("cursor=MjAyNi0wMS0wMXxub3QtYW4taWQ", 400),
    ("size=0", 422),
    ("size=9999", 422),
    ("changed_since=yesterday", 422),
    ("kind=book", 422),
]


@pytest.mark.parametrize(("query", "status"), BAD)
def test_a_value_that_cannot_be_used_is_refused_as_problem_details(client: Client, query: str, status: int):
    response = client.get(f"/api/v1/records?{query}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    if status == 422:
        assert problem["errors"][0]["parameter"] == query.partition("=")[0]


def test_an_unknown_record_is_not_found(client: Client):
    response = client.get(f"/api/v1/records/{uuid.uuid4()}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert client.get(f"/r/{uuid.uuid4()}").status_code == 404
    assert client.get("/r/not-an-id", follow=True).status_code == 404


@pytest.mark.parametrize(
    ("asked", "prefix"), [("fi", "/fi/"), ("sv", "/sv/"), ("en", "/en/"), ("de", "/fi/")]
)
def test_the_permanent_address_leads_to_the_page_in_the_visitors_language(
    client: Client, asked: str, prefix: str
):
    page = published()
    response = client.get(f"/r/{page.translation_key}", headers={"accept-language": asked})
    assert response.status_code == 302
    assert response["Location"] == f"{prefix}{page.record().path}"
    assert {"Accept", "Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_who_prefers_json_ld_gets_it_at_the_permanent_address(client: Client):
    page = published()
    response = client.get(f"/r/{page.translation_key}", headers={"accept": "application/ld+json"})
    assert response["Content-Type"] == "application/ld+json"
    assert json.loads(response.content)["name"] == page.title
    beside = client.get(f"/r/{page.translation_key}.jsonld")
    assert beside.content == response.content


def test_the_permanent_address_survives_a_new_slug(client: Client):
    page = published()
    page.slug = "uusi-osoite"
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    assert client.get(f"/r/{page.translation_key}")["Location"].endswith("/uusi-osoite/")


@pytest.mark.parametrize("make", [published, published_case])
def test_a_published_page_links_to_its_json_ld(client: Client, make: Any):
    set_up_site()
    page = make()
    html = client.get(f"/en/{page.record().path}").content.decode()
    address = f"/r/{page.translation_key}.jsonld"
    assert f'<link rel="alternate" type="application/ld+json" href="{address}">' in html
    assert client.get(address).json()["name"] == page.title


def test_a_concept_keyword_is_given_with_its_identifier(client: Client):
    uri = "http://www.yso.fi/onto/yso/p1"
    page = draft()
    set_keywords(page, [Keyword(label="murtoluvut", uri=uri)])
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    record = client.get(f"/api/v1/records/{page.translation_key}").json()
    assert record["keywords"] == [{"label": "murtoluvut", "uri": uri}]
