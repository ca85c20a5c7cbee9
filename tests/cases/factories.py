"""Cases for tests."""

from __future__ import annotations

from typing import Any

from oer.cases.models import CaseAuthor, CaseIndexPage, CasePage
from oer.site.foundation import set_up_site
from tests.materials.factories import clear

DESCRIPTION = "Kuudes- ja seitsemäsluokkalaiset tutkivat Itämerta viikon ilman lukujärjestystä. " * 2


def case_index() -> CaseIndexPage:
    """The cases' index on a real site."""
    set_up_site()
    return CaseIndexPage.objects.get()


def draft_case(**values: Any) -> CasePage:
    """A saved draft with everything that publishing asks for."""
    authors = values.pop("authors", ["Aino Aalto"])
    keywords = values.pop("keywords", ["Itämeri"])
    page = CasePage(
        **{
            "title": "Ilmiöviikko: meri luokkahuoneena",
            "description": DESCRIPTION,
            "language": "fi",
            "licence": "CC-BY-4.0",
            "themes": ["phenomenon-based"],
            "change_level": "DIGI",
            "programme_area": "pilots",
            "levels": ["basic-3-6", "basic-7-9"],
            "context": "<p>Lukujärjestys katkoi työn.</p>",
            "goal": "<p>Halusimme yhden ilmiön viikoksi.</p>",
            "implementation": "<h3>Viikko</h3><p>Neljän oppilaan ryhmät tutkivat merta.</p>",
            "results": "<p>Ravintoverkko selitettiin <b>paremmin</b>.</p>",
            "lessons": "<p>Ryhmät olivat aluksi liian suuria.</p>",
            "resources_needed": "Kaksi opettajaa\nviikoksi.",
            "evidence_type": "figures",
            "live": False,
            **values,
        }
    )
    page.authors = [CaseAuthor(name=name) for name in authors]
    page.keywords.add(*keywords)
    return case_index().add_child(instance=page)


def published_case(**values: Any) -> CasePage:
    """A case that has been cleared and published."""
    revision = draft_case(**values).save_revision()
    clear(revision)
    revision.publish()
    return CasePage.objects.get(pk=revision.object_id)
