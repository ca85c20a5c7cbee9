"""Words are passed over unread only where no form of theirs can be the one looked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import analyse
from search.resemblance import Resemblance

TEXTS = {
    "fi": "Töitä öitä teitä soita ajan kotitöistä yhden ytimen atomiytimessä etenemisen eteen apuna avun iän "
    "lasten lunta pisin kädet vedet teki näki joen paremmat näitä jotka mitään on ei söi loi vei toi pojan "
    "murtolukujen EU:n 12.5.2026 résumé pyöräily-yhdistys",
    "sv": "böcker händer fötter bättre bäst äldre yngre mindre fler gick gjorde åskådliggjort såg ängar bar "
    "lagt valde band tyngre är mitt handböcker bråktalen detsamma",
    "en": "found bore wore taught sought feet teeth mice better best worse was went bought children held "
    "elder best-known reflected U.S.A. C++ H2O they're won't",
}


@pytest.mark.parametrize("language", TEXTS)
def test_no_word_is_passed_over_that_has_the_form(language: str) -> None:
    for piece in TEXTS[language].split():
        for token in analyse(piece, language):
            for form in (token.main, *token.extra):
                assert Resemblance([form], language).may_meet(piece), (piece, form)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=20))
def test_any_writing_is_met_by_itself(piece: str) -> None:
    for token in analyse(piece, "de"):
        assert all(Resemblance([form], "de").may_meet(piece) for form in (token.main, *token.extra))


def test_most_words_are_passed_over() -> None:
    words = ["Murtolukuja", "käsitellään", "silmukoissa,", "kun", "listojen", "alkiot", "lasketaan", "yhteen"]
    assert [word for word in words if Resemblance(["lista"], "fi").may_meet(word)] == ["kun", "listojen"]
