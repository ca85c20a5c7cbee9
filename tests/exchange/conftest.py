"""A site that can import and publish."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from oer.materials.models import MaterialIndexPage
from oer.people.groups import sync_roles
from oer.people.models import User
from oer.screening.importing import import_criteria
from oer.screening.models import CriteriaSet
from oer.site.foundation import set_up_site
from tests.people.factories import UserFactory

CRITERIA = Path(settings.BASE_DIR) / "oer" / "site" / "demo" / "criteria.yaml"


@pytest.fixture
def index(db: None) -> MaterialIndexPage:
    set_up_site()
    return MaterialIndexPage.objects.get()


@pytest.fixture
def criteria(db: None) -> CriteriaSet:
    return import_criteria(CRITERIA)[0]


@pytest.fixture
def owner(db: None) -> User:
    return UserFactory(username="owner")


@pytest.fixture
def reviewer(index: MaterialIndexPage) -> User:
    sync_roles()
    return UserFactory(username="reviewer", roles=["reviewer"])
