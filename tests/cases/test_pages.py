"""The case page: where it may stand, what it tells the world, what its template gets."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from oer.cases.models import CaseIndexPage, CasePage
from oer.cases.showing import case_context
from oer.domain.record import Record
from oer.materials.clearance import NotCleared
from oer.materials.models import MaterialIndexPage, MaterialPage
from oer.people.groups import sync_roles
from oer.site.models import HomePage
from tests.cases.factories import case_index, draft_case, published_case
from tests.people.factories import SchoolFactory, UserFactory


class TestWhereCasesStand(WagtailPageTestCase):
    """Cases stand under their index and nowhere else."""

    def test_cases_stand_under_their_index_only(self) -> None:
        self.assertCanCreateAt(CaseIndexPage, CasePage)
        self.assertCanNotCreateAt(MaterialIndexPage, CasePage)
        self.assertCanNotCreateAt(HomePage, CasePage)
        self.assertAllowedSubpageTypes(CaseIndexPage, {CasePage})
        self.assertAllowedSubpageTypes(CasePage, {})
        self.assertAllowedParentPageTypes(CasePage, {CaseIndexPage})
        self.assertCanNotCreateAt(CasePage, MaterialPage)

    def test_pages_are_rendered_and_can_be_edited(self) -> None:
        case = published_case(school=SchoolFactory())
        self.assertPageIsRenderable(case)
        self.assertPageIsRenderable(case_index())
        self.assertPageIsEditable(case, user=UserFactory(is_superuser=True))
        self.assertPageIsPreviewable(draft_case(slug="luonnos"))


@pytest.mark.django_db
def test_a_case_without_a_clearance_is_not_published() -> None:
    with pytest.raises(NotCleared):
        draft_case().save_revision().publish()
    assert not CasePage.objects.get().live


@pytest.mark.django_db
def test_the_record_tells_what_the_case_is() -> None:
    school = SchoolFactory(name="Merirannan koulu", name_sv="Havsstrands skola")
    case = published_case(school=school)
    with override("sv"):
        record = case.record()
    assert (record.kind, record.path, record.schools) == (
        "case",
        "cases/ilmioviikko-meri-luokkahuoneena/",
        ("Merirannan koulu",),
    )
    assert (record.themes, record.change_level, record.levels) == (
        ("phenomenon-based",),
        "DIGI",
        ("basic-3-6", "basic-7-9"),
    )
    assert (record.authors, [keyword.label for keyword in record.keywords]) == (("Aino Aalto",), ["Itämeri"])
    assert record.criteria_version == "2026.1"
    assert record.id == case.translation_key
    assert Record.from_json(record.to_json()) == record


@pytest.mark.django_db
def test_the_passages_follow_the_telling_with_a_place_each() -> None:
    told = [(p.kind, p.text, p.place) for p in draft_case().record().passages]
    assert told == [
        ("body", "Lukujärjestys katkoi työn.", ""),
        ("body", "Halusimme yhden ilmiön viikoksi.", ""),
        ("heading", "Viikko", "implementation-viikko"),
        ("body", "Neljän oppilaan ryhmät tutkivat merta.", "implementation-viikko"),
        ("body", "Ravintoverkko selitettiin paremmin.", ""),
        ("body", "Ryhmät olivat aluksi liian suuria.", ""),
        ("body", "Kaksi opettajaa viikoksi.", "part-resources"),
    ]


@pytest.mark.django_db
def test_the_template_gets_names_in_the_readers_language() -> None:
    case = published_case(school=SchoolFactory(name="Merirannan koulu", name_sv="Havsstrands skola"))
    with override("sv"):
        context = case_context(case, AnonymousUser())
    assert context["school"] == "Havsstrands skola"
    assert context["themes"] == ["Fenomenbaserad skola"]
    assert context["programme_area"] == "Innovativa pilotprojekt"
    assert [part.code for part in context["parts"]] == [
        "context",
        "goal",
        "implementation",
        "results",
        "lessons",
    ]
    assert 'id="implementation-viikko"' in context["parts"][2].html
    assert (context["spread"], context["schools"], context["my_schools"]) == ("", [], [])


@pytest.mark.django_db
def test_a_part_that_holds_no_text_is_left_out() -> None:
    case = draft_case(context="", goal="<p></p>", results="<p> &nbsp; </p>")
    context = case_context(case, AnonymousUser())
    assert [part.code for part in context["parts"]] == ["implementation", "lessons"]


@pytest.mark.django_db
def test_an_almost_empty_draft_can_be_saved_and_shown(client) -> None:
    case = case_index().add_child(instance=CasePage(title="Luonnos", live=False))
    assert case.record().schools == ()
    assert case_context(case, AnonymousUser())["parts"] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "fine"), [(None, True), (dt.date(2026, 3, 1), True), (dt.date(2026, 2, 1), False)]
)
def test_a_practice_cannot_end_before_it_began(end: dt.date | None, fine: bool) -> None:
    case = draft_case(implementation_start=dt.date(2026, 2, 15), implementation_end=end)
    if fine:
        case.full_clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            case.full_clean()
        assert list(refusal.value.message_dict) == ["implementation_end"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [("licence", "CC-BY-9.9"), ("themes", ["moon"]), ("change_level", "MEGA"), ("title", "")],
)
def test_what_does_not_exist_is_refused_on_its_field(field: str, value: object) -> None:
    case = draft_case()
    setattr(case, field, value)
    with pytest.raises(ValidationError) as refusal:
        case.full_clean()
    assert field in refusal.value.message_dict


@pytest.mark.django_db
def test_a_change_agent_starts_a_case_with_school_and_name_filled_in(client) -> None:
    index = case_index()
    sync_roles()
    agent = UserFactory(roles=["change-agent"], first_name="Bo", last_name="Berg")
    client.force_login(agent)
    address = reverse("wagtailadmin_pages:add", args=["cases", "casepage", index.pk])
    response = client.get(address)
    form = response.context["form"]
    assert form.initial["school"] == agent.schools.get().pk
    assert form.formsets["authors"].initial == [{"name": "Bo Berg"}]
    saved = client.post(address, {"title": "Uusi", "slug": "uusi", **empty_form()})
    assert saved.status_code == 302, saved.context["form"].errors
    case = CasePage.objects.get(slug="uusi")
    assert (case.owner, case.live, case.title) == (agent, False, "Uusi")


@pytest.mark.django_db
def test_a_teacher_is_kept_from_writing_cases(client) -> None:
    index = case_index()
    sync_roles()
    client.force_login(UserFactory(roles=["teacher"]))
    address = reverse("wagtailadmin_pages:add", args=["cases", "casepage", index.pk])
    client.post(address, {"title": "Uusi", "slug": "uusi", **empty_form()})
    assert not Page.objects.filter(slug="uusi").exists()


def empty_form() -> dict[str, str]:
    """What a browser sends for a case of which only the title is written."""
    rich = dict.fromkeys(("context", "goal", "implementation", "results", "lessons"), "null")
    counts = {"authors-TOTAL_FORMS": "0", "authors-INITIAL_FORMS": "0"}
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return {**rich, **counts, **comments, "description": "", "language": "fi", "licence": ""}
