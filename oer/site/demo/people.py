"""The demo's schools and accounts. Neither the schools nor the people exist."""

from __future__ import annotations

from oer.people.models import Membership, School, User

#: (slug, name, name in Swedish, municipality)
SCHOOLS = (
    ("merirannan-koulu", "Merirannan koulu", "", "Helsinki"),
    ("pihkapuiston-koulu", "Pihkapuiston koulu", "", "Helsinki"),
    ("strandskolan", "Strandskolan", "Strandskolan", "Helsinki"),
)
#: (user name, first name, last name, school, role)
ACCOUNTS = (
    ("teacher", "Aino", "Lehtonen", "merirannan-koulu", "teacher"),
    ("teacher2", "Elin", "Sandberg", "pihkapuiston-koulu", "teacher"),
    ("agent", "Samir", "Aalto", "merirannan-koulu", "change-agent"),
    ("reviewer", "Kerttu", "Niemi", "pihkapuiston-koulu", "reviewer"),
    ("school", "Maria", "Lindqvist", "strandskolan", "school-contact"),
    ("admin", "Pekka", "Hallikas", "merirannan-koulu", "administrator"),
)


def make_people() -> dict[str, User]:
    """The accounts by user name, made where missing; the password is the name followed by `-demo`."""
    schools = {
        slug: School.objects.get_or_create(
            slug=slug, defaults={"name": name, "name_sv": swedish, "municipality": town}
        )[0]
        for slug, name, swedish, town in SCHOOLS
    }
    people = {}
    for name, first, last, school, role in ACCOUNTS:
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User.objects.create_user(
                name, f"{name}@example.org", f"{name}-demo", first_name=first, last_name=last
            )
        Membership.objects.get_or_create(user=user, school=schools[school], role=role)
        people[name] = user
    return people
