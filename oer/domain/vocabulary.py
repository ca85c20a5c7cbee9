"""The closed lists of the platform: each a `Vocabulary` of terms with labels in three languages.

The codes of `SUBJECTS` and `LEVELS` are the ones the import format uses; the programme lists
(pilot themes, change levels, programme areas) are the City of Helsinki's 2016-2019 programme's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from oer.domain.text import Label


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a closed list."""

    #: Stable code: stored, exported, used in addresses.
    code: str
    label: Label
    #: Identifier in a public vocabulary, where one exists.
    uri: str = ""
    #: Code of the wider term it belongs under, which stands before it in the list; empty at the top.
    parent: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """A closed, ordered list of terms, looked up by code."""

    name: str
    terms: tuple[Term, ...]
    _by_code: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {term.code: term for term in self.terms})

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Term | None:
        """The term with this code, or None."""
        return self._by_code.get(code)

    def label(self, code: str, language: str) -> str:
        """The term's name in `language`; the code itself when it is not in the list."""
        term = self._by_code.get(code)
        return term.label.in_language(language) if term else code

    def codes(self) -> tuple[str, ...]:
        return tuple(term.code for term in self.terms)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes of the wider terms above this one, the nearest first; none of a code not in the list."""
        found: list[str] = []
        while (term := self._by_code.get(code)) and term.parent:
            found.append(code := term.parent)
        return tuple(found)

    def with_ancestors(self, codes: Iterable[str]) -> tuple[str, ...]:
        """These codes and every wider one above them, each once: what belongs to a term belongs to its parent."""
        wider = (c for code in codes for c in (code, *self.ancestors(code)))
        return tuple(dict.fromkeys(wider))

    def overlap(self, code: str, others: Iterable[str]) -> bool:
        """Whether one of the others is this term, or above or below it."""
        several = tuple(others)
        return code in self.with_ancestors(several) or bool(
            {code, *self.ancestors(code)}.intersection(several)
        )


def _vocabulary(name: str, *rows: tuple[str, str, str, str]) -> Vocabulary:
    return Vocabulary(name, tuple(Term(code, Label(fi, sv, en)) for code, fi, sv, en in rows))


def _tree(name: str, *rows: tuple[str, str, str, str, str]) -> Vocabulary:
    """A list in which terms stand under wider ones: each row begins with the code and the parent's code."""
    terms = (Term(code, Label(fi, sv, en), parent=parent) for code, parent, fi, sv, en in rows)
    return Vocabulary(name, tuple(terms))


SUBJECTS = _vocabulary(
    "subject",
    ("mathematics", "Matematiikka", "Matematik", "Mathematics"),
    (
        "finnish-language",
        "Äidinkieli ja kirjallisuus: suomi",
        "Modersmål och litteratur: finska",
        "Finnish language and literature",
    ),
    ("swedish-language", "Ruotsi", "Svenska", "Swedish"),
    ("english-language", "Englanti", "Engelska", "English"),
    ("languages", "Kielet", "Språk", "Languages"),
    ("literacy", "Lukeminen ja kirjoittaminen", "Läsning och skrivning", "Reading and writing"),
    ("environment", "Ympäristöoppi", "Omgivningslära", "Environmental studies"),
    ("science", "Luonnontieteet", "Naturvetenskaper", "Science"),
    ("biology", "Biologia", "Biologi", "Biology"),
    ("geography", "Maantieto", "Geografi", "Geography"),
    ("physics", "Fysiikka", "Fysik", "Physics"),
    ("chemistry", "Kemia", "Kemi", "Chemistry"),
    ("astronomy", "Tähtitiede", "Astronomi", "Astronomy"),
    ("health", "Terveystieto", "Hälsokunskap", "Health education"),
    ("history", "Historia", "Historia", "History"),
    ("sociology", "Yhteiskuntaoppi", "Samhällslära", "Social studies"),
    ("philosophy", "Filosofia", "Filosofi", "Philosophy"),
    ("psychology", "Psykologia", "Psykologi", "Psychology"),
    ("ethics", "Elämänkatsomustieto ja uskonto", "Livsåskådningskunskap och religion", "Ethics and religion"),
    ("music", "Musiikki", "Musik", "Music"),
    ("art", "Kuvataide", "Bildkonst", "Visual arts"),
    ("crafts", "Käsityö", "Slöjd", "Crafts"),
    ("physical-education", "Liikunta", "Gymnastik", "Physical education"),
    ("home-economics", "Kotitalous", "Huslig ekonomi", "Home economics"),
    ("programming", "Ohjelmointi", "Programmering", "Programming"),
    (
        "ict",
        "Tieto- ja viestintätekniikka",
        "Informations- och kommunikationsteknik",
        "Information and communication technology",
    ),
    ("electronics", "Elektroniikka", "Elektronik", "Electronics"),
    ("games-and-logic", "Pelit ja päättely", "Spel och logik", "Games and logic"),
    ("play", "Leikki", "Lek", "Play"),
    ("cross-curricular", "Monialainen", "Ämnesövergripande", "Cross-curricular"),
)

#: The stages of Finnish schools, each under the wider one. What is meant for a whole stage says the stage.
LEVELS = _tree(
    "level",
    (
        "preprimary",
        "",
        "Varhaiskasvatus ja esiopetus",
        "Småbarnspedagogik och förskola",
        "Early childhood and pre-primary",
    ),
    ("early-childhood", "preprimary", "Varhaiskasvatus", "Småbarnspedagogik", "Early childhood education"),
    ("preschool", "preprimary", "Esiopetus", "Förskoleundervisning", "Pre-primary education"),
    ("basic", "", "Perusopetus", "Grundläggande utbildning", "Basic education"),
    ("basic-1-2", "basic", "Luokat 1–2", "Årskurserna 1–2", "Grades 1–2"),
    ("grade-1", "basic-1-2", "1. luokka", "Årskurs 1", "Grade 1"),
    ("grade-2", "basic-1-2", "2. luokka", "Årskurs 2", "Grade 2"),
    ("basic-3-6", "basic", "Luokat 3–6", "Årskurserna 3–6", "Grades 3–6"),
    ("grade-3", "basic-3-6", "3. luokka", "Årskurs 3", "Grade 3"),
    ("grade-4", "basic-3-6", "4. luokka", "Årskurs 4", "Grade 4"),
    ("grade-5", "basic-3-6", "5. luokka", "Årskurs 5", "Grade 5"),
    ("grade-6", "basic-3-6", "6. luokka", "Årskurs 6", "Grade 6"),
    ("basic-7-9", "basic", "Luokat 7–9", "Årskurserna 7–9", "Grades 7–9"),
    ("grade-7", "basic-7-9", "7. luokka", "Årskurs 7", "Grade 7"),
    ("grade-8", "basic-7-9", "8. luokka", "Årskurs 8", "Grade 8"),
    ("grade-9", "basic-7-9", "9. luokka", "Årskurs 9", "Grade 9"),
    ("upper-secondary", "", "Toinen aste", "Andra stadiet", "Upper secondary"),
    ("general-upper-secondary", "upper-secondary", "Lukio", "Gymnasium", "General upper secondary school"),
    ("vocational", "upper-secondary", "Ammatillinen koulutus", "Yrkesutbildning", "Vocational education"),
    ("higher", "", "Korkea-aste ja aikuiset", "Högskola och vuxna", "Higher and adult education"),
    ("university", "higher", "Korkeakoulutus", "Högskoleutbildning", "Higher education"),
    ("adult", "higher", "Aikuiskoulutus", "Vuxenutbildning", "Adult education"),
)

RESOURCE_TYPES = _vocabulary(
    "type",
    ("lesson", "Oppitunti tai jakso", "Lektion eller helhet", "Lesson or unit"),
    ("exercise", "Tehtävä", "Uppgift", "Exercise"),
    ("test", "Koe tai testi", "Prov eller test", "Test"),
    ("reading", "Teksti tai oppikirjan luku", "Text eller kapitel", "Text or chapter"),
    ("video", "Video", "Video", "Video"),
    ("audio", "Ääni", "Ljud", "Audio"),
    ("presentation", "Esitys", "Presentation", "Presentation"),
    ("game", "Peli tai simulaatio", "Spel eller simulering", "Game or simulation"),
    ("project", "Projekti", "Projekt", "Project"),
    ("guide", "Opettajan ohje", "Lärarhandledning", "Teacher's guide"),
)

#: Ends the code of a language written so that those may read it for whom it is hard (selkokieli, lättläst).
EASY = "-simple"

#: Languages a material may be written in; names as a reader of the interface language says them.
CONTENT_LANGUAGES = _tree(
    "language",
    ("fi", "", "suomi", "finska", "Finnish"),
    ("fi-simple", "fi", "selkosuomi", "lättläst finska", "Easy Finnish"),
    ("sv", "", "ruotsi", "svenska", "Swedish"),
    ("sv-simple", "sv", "selkoruotsi", "lättläst svenska", "Easy Swedish"),
    ("en", "", "englanti", "engelska", "English"),
    ("en-simple", "en", "selkoenglanti", "lättläst engelska", "Easy English"),
    ("se", "", "pohjoissaame", "nordsamiska", "Northern Sámi"),
    ("smn", "", "inarinsaame", "enaresamiska", "Inari Sámi"),
    ("sms", "", "koltansaame", "skoltsamiska", "Skolt Sámi"),
    ("fse", "", "suomalainen viittomakieli", "finskt teckenspråk", "Finnish Sign Language"),
    ("ru", "", "venäjä", "ryska", "Russian"),
    ("et", "", "viro", "estniska", "Estonian"),
    ("so", "", "somali", "somaliska", "Somali"),
    ("ar", "", "arabia", "arabiska", "Arabic"),
    ("uk", "", "ukraina", "ukrainska", "Ukrainian"),
    ("de", "", "saksa", "tyska", "German"),
    ("fr", "", "ranska", "franska", "French"),
    ("es", "", "espanja", "spanska", "Spanish"),
)

KINDS = _vocabulary(
    "kind",
    ("material", "Oppimateriaali", "Läromedel", "Learning material"),
    ("case", "Tapauskuvaus", "Fallbeskrivning", "Case"),
)

PILOT_THEMES = _vocabulary(
    "theme",
    ("phenomenon-based", "Ilmiöpohjainen koulu", "Fenomenbaserad skola", "Phenomenon-based school"),
    ("eportfolio", "ePortfolio", "ePortfolio", "ePortfolio"),
    ("textbook-free", "Oppikirjaton koulu", "Läroboksfri skola", "Textbook-free school"),
    ("desk-free", "Pulpetiton koulu", "Pulpetfri skola", "Desk-free school"),
    ("school-less", "Kouluton koulu", "Skola utan skolhus", "School-less school"),
    ("own-innovation", "Koulun oma innovaatio", "Skolans egen innovation", "The school's own innovation"),
)

CHANGE_LEVELS = _vocabulary(
    "change_level",
    (
        "TVT",
        "TVT: entinen toiminta uudella välineellä",
        "IKT: samma verksamhet med ett nytt verktyg",
        "ICT: the old activity done with another tool",
    ),
    (
        "IT",
        "IT: entinen toiminta automaation tehostamana",
        "IT: samma verksamhet effektiviserad genom automation",
        "IT: the old activity made more efficient by automation",
    ),
    (
        "DIGI",
        "DIGI: uusi toiminta, joka on nyt mahdollista",
        "DIGI: en ny verksamhet som blivit möjlig",
        "DIGI: a new activity made possible",
    ),
)

PROGRAMME_AREAS = _vocabulary(
    "programme_area",
    (
        "competence",
        "Osaaminen, kulttuuri ja johtaminen",
        "Kompetens, kultur och ledarskap",
        "Competence, culture and leadership",
    ),
    ("pilots", "Innovatiiviset pilotit", "Innovativa pilotprojekt", "Innovative pilots"),
    (
        "environments",
        "Oppimisympäristöt ja digitaaliset materiaalit",
        "Lärmiljöer och digitala material",
        "Learning environments and digital materials",
    ),
    ("systems", "Tietojärjestelmät", "Informationssystem", "Information systems"),
    ("tools", "Tietotyön välineet", "Verktyg för kunskapsarbete", "Tools for knowledge work"),
)
