"""A subject keeps its colour everywhere."""

import re

from django.conf import settings

from oer.domain.vocabulary import SUBJECTS
from oer.site.colours import CASE_COLOUR, NO_SUBJECT, SUBJECT_COLOURS

TOKENS = (settings.BASE_DIR / "oer/site/assets/kierto/tokens.css").read_text()


def test_every_subject_has_a_colour_and_no_colour_stands_for_nothing() -> None:
    assert SUBJECT_COLOURS.keys() == set(SUBJECTS.codes())


def test_every_colour_is_in_the_stylesheet() -> None:
    named = set(re.findall(r"\.colour-([\w-]+) \{", TOKENS))
    assert {*SUBJECT_COLOURS.values(), CASE_COLOUR, NO_SUBJECT} == named
