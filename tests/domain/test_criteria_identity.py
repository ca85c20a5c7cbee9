"""Identity codes and account numbers are told from other numbers, and never shown in full."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.domain.criteria import Facts, screen
from oer.domain.criteria.identity import finnish_codes, foreign_numbers, is_iban, luhn
from tests.domain.criteria_examples import criteria_set, criterion, facts, found, page, rule

_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
VALID = {"individual_number": [2, 899], "max_age_years": 115, "known_example_codes": ["131052-308T"]}
HETU = rule("hetu_valid", "fail", "blocks", "{file} {masked_value}", files=["html"], params=VALID)


def code(day: str, sign: str, individual: int) -> str:
    """A code with the right check character."""
    number = f"{individual:03}"
    return f"{day}{sign}{number}{_CHECK[int(day + number) % 31]}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Tunnus 131052-308T on esimerkki", ["13****-***T"]),
        ("131052\u2013308T", ["13****-***T"]),
        ("131052\u00ad-308T", ["13****-***T"]),
        ("131052 -\n308T", ["13****-***T"]),
        (code("010100", "A", 2), ["01****A***" + code("010100", "A", 2)[-1]]),
        (code("290200", "B", 123), ["29****B***" + code("290200", "B", 123)[-1]]),
        # The check character is wrong, the day does not exist, the number goes on.
        ("131052-308U", []),
        (code("310200", "-", 123), []),
        ("9131052-308T", []),
        ("131052-308TX", []),
        # Numbers of other kinds.
        ("05.10.2023, 0) 273.15, ISBN 978-951-1-23456-7, viite 1234561", []),
    ],
)
def test_finnish_codes_are_found_by_their_check_character(text: str, masked: list[str]) -> None:
    assert [found_code.masked for found_code in finnish_codes(text)] == masked


@given(st.text(alphabet="0123456789-+ABCDEFUVWXY \n", max_size=60))
def test_no_text_breaks_the_search_and_nothing_found_shows_its_individual_number(text: str) -> None:
    for found_code in finnish_codes(text):
        assert "***" in found_code.masked
        assert found_code.code not in found_code.masked


@pytest.mark.parametrize(
    ("text", "fails", "asks"),
    [
        (code("010190", "-", 123), 1, 0),
        (code("010190", "-", 899), 1, 0),
        (code("010190", "-", 900), 0, 1),
        (code("010190", "-", 999), 0, 1),
        (code("010190", "-", 1), 0, 0),
        # A published example, somebody of 127, somebody not yet born.
        ("131052-308T", 0, 1),
        (code("010199", "+", 123), 0, 1),
        (code("010130", "A", 123), 0, 1),
    ],
)
def test_real_codes_block_and_invented_ones_ask(text: str, fails: int, asks: int) -> None:
    test_range = rule(
        "hetu_test_range", "concern", "must_answer", "{masked_value}", files=["html"],
        params={"individual_number": [900, 999], "max_age_years": 115},
    )  # fmt: skip
    item = facts(page(text=text))
    from_both = criterion_findings([HETU, test_range], item)
    assert (from_both.count("hetu_valid"), from_both.count("hetu_test_range")) == (fails, asks)


def criterion_findings(rules: list[dict[str, Any]], item: Facts) -> list[str]:
    return [finding.rule for finding in screen(item, criteria_set(criterion("c", rules))).findings]


def test_a_finding_never_holds_the_code_itself() -> None:
    secret = code("010190", "-", 123)
    [finding] = found(HETU, facts(page(text=f"Oppilas {secret}")))
    assert secret not in str(finding)
    assert finding["message"]["fi"] == f"sivun teksti 01****-***{secret[-1]} (fi)"


def test_a_code_in_the_title_is_found_too() -> None:
    titled = {**HETU, "applies_to": {"files": ["html"], "metadata": ["title"]}}
    assert found(titled, facts(metadata={"title": f"Kortti {code('010190', '-', 123)}"}))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("811218-9876", 1),
        ("19811218-9876", 1),
        ("198112189876", 1),
        ("811218-9875", 0),
        ("811318-9876", 0),
        # Ten digits without a sign are any number at all.
        ("8112189876", 0),
        ("FI21 1234 5600 0007 85", 1),
        ("FI2112345600000785", 1),
        ("FI22 1234 5600 0007 85", 0),
        ("ISBN 0306406152, puh. 040 123 4567", 0),
    ],
)
def test_swedish_numbers_and_account_numbers_pass_their_own_checks(text: str, count: int) -> None:
    masked = list(foreign_numbers(text))
    assert len(masked) == count
    assert all("***" in value for value in masked)


@given(st.integers(0, 10**9 - 1))
def test_luhn_accepts_exactly_one_check_digit(number: int) -> None:
    assert sum(luhn(f"{number:09}{digit}") for digit in range(10)) == 1


@pytest.mark.parametrize(
    "number", ["FI2112345600000785", "SE4550000000058398257466", "DE89370400440532013000"]
)
def test_iban_check_digits(number: str) -> None:
    assert is_iban(number)
    swapped = number[:-2] + number[-1] + number[-2]
    assert not is_iban(swapped) or swapped == number
