"""Languages of speech and captions: codes, and their names as their own readers write them."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext

#: The languages of Finnish schools first; then the others in the order of their codes.
FIRST = ("fi", "sv", "en", "se", "smn", "sms", "ru", "et", "so", "ar", "uk", "de", "fr", "es")
_OWN = {"se": "davvisámegiella", "smn": "anarâškielâ", "sms": "nuõrttsääʹmǩiõll", "so": "Soomaali"}


#: BCP 47's word for a language that nobody has said.
UNKNOWN = "und"


def name(code: str) -> str:
    """The language's own name for itself; the code where it is not known."""
    if code == UNKNOWN:
        return gettext("Not said")
    return _OWN.get(code) or str(LANG_INFO.get(code, {}).get("name_local") or code)


def choices() -> list[tuple[str, str]]:
    """Every language as a choice: own name, and its name in the interface language where they differ."""
    rest = sorted(code for code, facts in LANG_INFO.items() if "name" in facts and len(code) <= 3)
    return [(code, _label(code)) for code in dict.fromkeys((*FIRST, *rest))]


def offered() -> list[tuple[str, str]]:
    """The same, with the choice not to say."""
    return [("", gettext("Not said")), *choices()]


def _label(code: str) -> str:
    own = name(code)
    english = str(LANG_INFO.get(code, {}).get("name", ""))
    translated = gettext(english) if english else ""
    return f"{own} ({translated})" if translated and translated.casefold() != own.casefold() else own


def from_container(tag: str) -> str:
    """The two-letter code for a language tag inside a film (`fin`, `swe`, `en-GB`); empty when not known."""
    code = tag.strip().lower().replace("_", "-").partition("-")[0]
    code = _THREE_LETTERS.get(code, code)
    return code if code in LANG_INFO or code in _OWN else ""


_THREE_LETTERS = {
    **{"fin": "fi", "swe": "sv", "eng": "en", "sme": "se", "rus": "ru", "est": "et", "som": "so"},
    **{"ara": "ar", "ukr": "uk", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es"},
    **{"nor": "nb", "nob": "nb", "dan": "da", "isl": "is", "ice": "is", "pol": "pl", "ita": "it"},
}
