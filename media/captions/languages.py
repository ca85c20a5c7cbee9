"""Languages of speech and captions: codes, and their names as their own readers write them."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, gettext_noop

#: The languages of Finnish schools first; then the others in the order of their codes.
FIRST = ("fi", "sv", "en", "se", "smn", "sms", "ru", "et", "so", "ar", "uk", "de", "fr", "es")
_OWN = {
    **{"se": "davvisámegiella", "smn": "anarâškielâ", "sms": "nuõrttsääʹmǩiõll", "so": "Soomaali"},
    **{"ku": "kurdî", "zh": "中文"},
}
#: Pupils speak these at home and films have tracks in them, but Django knows them only by dialect or script.
_NAMES = {"ku": gettext_noop("Kurdish"), "zh": gettext_noop("Chinese")}
#: BCP 47's word for a language that nobody has said, or that is none of those offered here.
UNKNOWN = "und"


def name(code: str) -> str:
    """The language's own name for itself; the code where it is not known."""
    if code == UNKNOWN:
        return gettext("Not said")
    return _OWN.get(code) or str(LANG_INFO.get(code, {}).get("name_local") or code)


def choices() -> list[tuple[str, str]]:
    """Every language as a choice: own name, and its name in the interface language where they differ."""
    return [(code, _label(code)) for code in _codes()]


def offered() -> list[tuple[str, str]]:
    """The same, with the choice not to say."""
    return [("", gettext("Not said")), *choices()]


def _label(code: str) -> str:
    own = name(code)
    english = str(_NAMES.get(code) or LANG_INFO.get(code, {}).get("name", ""))
    translated = gettext(english) if english else ""
    return f"{own} ({translated})" if translated and translated.casefold() != own.casefold() else own


def from_container(tag: str) -> str:
    """The code for a language tag inside a film (`fin`, `swe`, `en-GB`).

    Empty where the tag says nothing; UNKNOWN where it says a language that is not offered here.
    """
    said = tag.strip().lower().replace("_", "-").partition("-")[0]
    if said in ("", UNKNOWN):
        return ""
    code = _SHORT.get(said, said)
    return code if code in _codes() else UNKNOWN


def _codes() -> tuple[str, ...]:
    """The codes of all languages offered, in their order."""
    known = {code for code, facts in LANG_INFO.items() if "name" in facts and len(code) <= 3}
    return tuple(dict.fromkeys((*FIRST, *sorted(known | set(_OWN)))))


#: ISO 639-2, as films have it; where the standard has two, that of the language's own name first.
_ISO_639_2 = """
af=afr ar=ara az=aze be=bel bg=bul bn=ben br=bre bs=bos ca=cat cs=ces,cze cy=cym,wel da=dan de=deu,ger
el=ell,gre en=eng eo=epo es=spa et=est eu=eus,baq fa=fas,per fi=fin fr=fra,fre fy=fry ga=gle gd=gla gl=glg
he=heb hi=hin hr=hrv hu=hun hy=hye,arm ia=ina id=ind ig=ibo io=ido is=isl,ice it=ita ja=jpn ka=kat,geo kk=kaz
km=khm kn=kan ko=kor ku=kur ky=kir lb=ltz lt=lit lv=lav mk=mkd,mac ml=mal mn=mon mr=mar ms=msa,may my=mya,bur
nb=nob ne=nep nl=nld,dut nn=nno no=nor os=oss pa=pan pl=pol pt=por ro=ron,rum ru=rus se=sme sk=slk,slo sl=slv
so=som sq=sqi,alb sr=srp sv=swe sw=swa ta=tam te=tel tg=tgk th=tha tk=tuk tr=tur tt=tat ug=uig uk=ukr ur=urd
uz=uzb vi=vie zh=zho,chi
"""
_SHORT = {
    longer: code
    for code, _equals, both in (pair.partition("=") for pair in _ISO_639_2.split())
    for longer in both.split(",")
}
