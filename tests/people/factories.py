"""People and schools for tests: `UserFactory(roles=["teacher"])` is a teacher of a school of their own."""

from __future__ import annotations

from typing import Any

import factory

from oer.people.models import Membership, School, User


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda number: f"Merirannan koulu {number}")
    slug = factory.Sequence(lambda number: f"meriranta-{number}")
    municipality = "Helsinki"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")
    first_name = "Aino"
    last_name = factory.Sequence(lambda number: f"Opettaja {number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("correct-horse")

    @factory.post_generation
    def roles(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        """Roles at `roles__school`, or at a new school."""
        if extracted:
            school = kwargs.get("school") or SchoolFactory()
            for role in extracted:
                Membership.objects.create(user=self, school=school, role=role)
