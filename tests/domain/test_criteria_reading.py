"""Readability and language of running text."""

from __future__ import annotations

import pytest

from oer.domain.criteria.reading import language_shares, lix_row, readability
from tests.domain.criteria_examples import facts, found, page, rule

FI = (
    "Meressä kaikki syövät toisiaan ja siksi ravintoverkko on tärkeä. Se kertoo myös, että pienet eläimet "
    "ovat suurten ruokaa. Kun yksi laji katoaa, muut muuttuvat. Tämä on helppo nähdä. Voit kokeilla itse. "
)
SV = (
    "I havet äter alla varandra och därför är näringen viktig. Den visar att små djur är mat åt de stora. "
    "När en art försvinner så förändras de andra. Det är lätt att se. Du kan prova det själv med klassen. "
)
EN = (
    "In the sea everything eats something and that is why the food web matters. It shows that small animals "
    "are food for the big ones. When one of them is gone, the others change. It is easy to see. Try it. "
)


@pytest.mark.parametrize(("text", "language"), [(FI, "fi"), (SV, "sv"), (EN, "en")])
def test_a_block_of_sentences_is_recognised(text: str, language: str) -> None:
    assert language_shares(text) == {language: 1.0}


@pytest.mark.parametrize("text", ["", "1 + 1 = 2", "print('hello')", "kissa, koira, hevonen, lehmä, lammas"])
def test_what_is_no_running_text_is_in_no_language(text: str) -> None:
    assert language_shares(text) == {}


@pytest.mark.parametrize(
    ("declared", "text", "asked"),
    [
        ("fi", FI * 2, False),
        ("sv", FI * 2, True),
        ("fi", FI + FI + SV, True),
        ("fi", FI[:150], False),
        ("", SV * 2, False),
    ],
)
def test_the_declared_language_is_the_texts_own(declared: str, text: str, asked: bool) -> None:
    checked = rule(
        "language_mismatch", "concern", "must_answer", "{declared} {detected}", files=["html"],
        metadata=["language"], params={"min_letters": 200, "min_share": 0.2, "block_sentences": 5},
    )  # fmt: skip
    assert bool(found(checked, facts(page(prose=text), metadata={"language": declared}))) is asked


def test_lix_is_words_a_sentence_plus_the_share_of_long_words() -> None:
    # 8 words in 2 sentences, 2 of them longer than six letters: 8/2 + 100 * 2/8 = 29
    measured = readability("Kissa nukkuu matolla nyt. Koira haukkuu sille taas.")
    assert measured is not None
    assert measured.lix == 8 / 2 + 100 * 2 / 8
    assert readability("12 % – 3") is None


@pytest.mark.parametrize(
    ("levels", "kind", "row"),
    [
        (("basic-7-9", "basic-1-2"), "material", "early_and_grades_1_2"),
        (("higher",), "material", "adults"),
        (("basic-1-2",), "case", "adults"),
        ((), "material", ""),
    ],
)
def test_the_youngest_reader_sets_the_limit(levels: tuple[str, ...], kind: str, row: str) -> None:
    assert lix_row(levels, kind) == row


def test_hard_text_for_small_children_is_remarked_with_its_longest_sentences() -> None:
    hard = "Monimutkaisuudestaan huolimatta ravintoverkkojen tarkastelu edellyttää ymmärtämistä. " * 20
    checked = rule(
        "lix_above_band", "concern", "advice", "{lix} {limit} {longest_sentences}", files=["html"],
        params={"min_words": 100, "min_sentences": 5},
    )  # fmt: skip
    limits = {"lix_max": {"early_and_grades_1_2": {"fi": 46}}}
    item = facts(page(prose=hard), metadata={"education_level": ("basic-1-2",)})
    [finding] = found(checked, item, **limits)
    assert finding["measured"]["lix"] > 46
    assert not found(
        checked, facts(page(prose=FI * 6), metadata={"education_level": ("basic-1-2",)}), **limits
    )
