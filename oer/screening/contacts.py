"""E-mail addresses and phone numbers in running text, masked."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType

_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@((?:[\w-]+\.)+[a-z]{2,})(?![\w-])", re.I)
_EXAMPLES = re.compile(r"(^|\.)(example\.(com|org|net|fi)|test|invalid|localhost)$", re.I)
#: Names of pictures may look like addresses: `CMS@CERN.jpg`.
_FILE = re.compile(r"\.(jpe?g|png|gif|svg|webp|pdf|docx?|txt|py|html?)$", re.I)
_LABEL = re.compile(r"\b(puh|puhelin|tel|phone|gsm|mobil|tfn)\b", re.I)
#: Something that may be a phone number; the library is asked only where this is found, since it is slow.
_CANDIDATE = re.compile(r"(?<![\w./-])(?:\+|0)\d(?:[\s-]?\d){5,13}(?![\w/])")
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def contact_details(text: str, own: Iterable[str] = (), *, region: str = "FI") -> tuple[str, ...]:
    """What is found, masked, each once; `own` are the authors' own addresses, which are theirs to give.

    A number counts when it is a mobile number or starts with `+`, or stands within four words of a label
    such as `puh`.
    """
    known = {address.casefold() for address in own}
    found = []
    for match in _EMAIL.finditer(text):
        ours = match[0].casefold() in known or _EXAMPLES.search(match[2]) or _FILE.search(match[2])
        if not ours:
            found.append(f"{match[1][0]}***@{match[2]}")
    for candidate in _CANDIDATE.finditer(text):
        start = max(0, candidate.start() - 40)
        window = text[start : candidate.end() + 2]
        for phone in PhoneNumberMatcher(window, region, leniency=Leniency.VALID):
            before = " ".join(window[: phone.start].split()[-4:])
            if _counts(phone, before):
                found.append(f"{phone.raw_string.strip()[:4]}***{phone.raw_string.strip()[-2:]}")
    return tuple(dict.fromkeys(found))


def _counts(phone: phonenumbers.PhoneNumberMatch, before: str) -> bool:
    kind = phonenumbers.number_type(phone.number)
    return kind in _MOBILE or phone.raw_string.startswith("+") or bool(_LABEL.search(before))
