"""An import that dies in the middle leaves whole rows, and the next run finishes the work."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from oer.exchange.import_row import parse_row
from oer.exchange.material_import import Fate, MaterialImport
from oer.exchange.publishing import publish_in_the_name_of
from oer.materials.models import MaterialIndexPage, MaterialPage
from oer.people.models import User
from oer.screening.models import CriteriaSet
from tests.exchange.test_import_row import line

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    """The import ends here."""


def test_a_death_while_publishing_leaves_a_draft_that_the_next_run_publishes(
    index: MaterialIndexPage, owner: User, reviewer: User, criteria: CriteriaSet
):
    def dies(revision: Any, page: Any) -> tuple[str, ...]:
        publish_in_the_name_of(reviewer, revision, page)
        raise PowerCut

    row = parse_row(line())
    with pytest.raises(PowerCut):
        MaterialImport(index, owner, dies).take(1, row)
    page = MaterialPage.objects.get()
    assert not page.live
    assert page.clearance() is None

    again = MaterialImport(index, owner, partial(publish_in_the_name_of, reviewer))
    again.take(1, row)
    assert again.outcome.fates == {Fate.UNCHANGED: 1}
    assert again.outcome.published == 1
    assert MaterialPage.objects.get().live
