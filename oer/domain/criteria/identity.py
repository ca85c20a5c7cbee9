"""Identity codes and account numbers in running text, told from other numbers by their check digits.

What is found is masked at once: the full value never leaves this module.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
#: Century signs of Finnish codes; the letters beside `-` and `A` have been in use since 2023.
_CENTURIES = {"+": 1800, **dict.fromkeys("-UVWXY", 1900), **dict.fromkeys("ABCDEF", 2000)}
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_HETU = re.compile(r"(?<![\w-])(\d{2})(\d{2})(\d{2})\s*([-+A-FU-Y])\s*(\d{3})([0-9A-Y])(?![\w-])", re.I)
_SWEDISH = re.compile(
    r"(?<![\w-])(?:(18|19|20)?(\d{2})(\d{2})(\d{2})[-+](\d{4})|(18|19|20)(\d{2})(\d{2})(\d{2})(\d{4}))(?![\w-])"
)
_IBAN = re.compile(r"(?<!\w)([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?!\w)")
#: Length of an account number by country, where it is fixed and common here.
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27,
    "GB": 22, "IE": 22, "IS": 26, "IT": 27, "LT": 20, "LU": 20, "LV": 21, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "SE": 24,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCode:
    """A Finnish personal identity code whose check character is right."""

    born: dt.date
    #: 002-899 are given to people, 900-999 are temporary and test codes.
    individual: int
    #: The code itself, kept for comparison with known examples only.
    code: str

    @property
    def masked(self) -> str:
        """The code as it may be shown."""
        return f"{self.code[:2]}****{self.code[6]}***{self.code[-1]}"

    def is_plausible(self, today: dt.date, max_age_years: int) -> bool:
        """Whether somebody alive may have been born then."""
        return self.born <= today and today.year - self.born.year <= max_age_years


def normalised(text: str) -> str:
    """The text with every kind of dash as a hyphen and without invisible characters."""
    return text.translate({**_DASHES, **_INVISIBLE})


def finnish_codes(text: str) -> Iterator[IdentityCode]:
    """Every Finnish identity code in a text, in order, the check character being right."""
    if not any(character.isdigit() for character in text):
        return
    for match in _HETU.finditer(normalised(text)):
        day, month, year, sign, individual, check = (part.upper() for part in match.groups())
        born = _date(_CENTURIES[sign] + int(year), int(month), int(day))
        if born and check == _CHECK[int(day + month + year + individual) % 31]:
            code = f"{day}{month}{year}{sign}{individual}{check}"
            yield IdentityCode(born=born, individual=int(individual), code=code)


def foreign_numbers(text: str) -> Iterator[str]:
    """Swedish personal numbers and bank account numbers (IBAN) in a text, masked."""
    clean = normalised(text)
    for match in _SWEDISH.finditer(clean):
        groups = [group for group in match.groups() if group]
        century, (year, month, day, rest) = (groups[0] if len(groups) == 5 else ""), groups[-4:]
        born = _date(int((century or "20") + year), int(month), int(day))
        # 29 February may exist in one century only.
        born = born or (None if century else _date(int("19" + year), int(month), int(day)))
        if born and luhn(year + month + day + rest):
            yield f"{year}****-***{rest[-1]}"
    for match in _IBAN.finditer(clean):
        number = match[1].replace(" ", "")
        if is_iban(number):
            yield f"{number[:4]} **** {number[-2:]}"


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(number: str) -> bool:
    """Whether an account number without spaces has its country's length and the right check digits."""
    expected = _IBAN_LENGTHS.get(number[:2])
    if not 15 <= len(number) <= 34 or (expected and len(number) != expected):
        return False
    rearranged = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in rearranged)) % 97 == 1


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
