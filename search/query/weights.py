"""Every number by which one way of meeting a query word is worth more or less than another, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors between 0 and 1; 1 is the word exactly as typed."""

    surface: float = 1.0
    #: The likeliest base form.
    lemma: float = 0.9
    #: Base forms of less likely readings.
    other_lemma: float = 0.6
    #: A stem: the word is in no dictionary of the language.
    stem: float = 0.6
    #: The stem of a known word, or the word it is made from.
    related: float = 0.4
    #: A part as long as the whole compound; a shorter one is worth less, in proportion to its length.
    part: float = 0.6
    #: Any form by another language than the visitor's own.
    foreign: float = 0.9
    #: Two words typed apart in one, or one word in two.
    joined: float = 0.9
    #: All parts of a compound, anywhere in a text.
    all_parts: float = 0.5
    #: Another language's name of the same concept; another name in the same language.
    concept: float = 0.8
    synonym: float = 0.4
    #: What a dictionary gives for a word, as another language's name.
    translation: float = 0.4
    #: The parts of a compound, each by its name in another language.
    named_parts: float = 0.6
    #: A word of another language that looks exactly the same; and how alike it must look at least.
    cognate: float = 0.7
    least_kinship: float = 0.65
    #: The likeliest correction of a word that no dictionary has; of one that some dictionary has.
    spelling: float = 0.9
    known_spelling: float = 0.4
    #: A part that would be worth less than this is left out: short parts are in every other compound.
    least_part: float = 0.15


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class QualityWeights:
    """How much of its score a work gains by what is known of it beside its words; see `search.quality`."""

    #: Its screening came out without notes.
    screening: float = 0.03
    sound: tuple[str, ...] = ("approved",)
    #: Other schools use the practice; half of it at so many.
    adoptions: float = 0.06
    many_adoptions: float = 5
    #: Other works build on it; half of it at so many.
    uses: float = 0.06
    many_uses: float = 5
    #: It is new: half of it when published so many years after the first.
    recency: float = 0.05
    many_years: float = 10


QUALITY = QualityWeights()

#: Bounds that keep any input quick, whatever is typed or pasted.
MOST_CHARACTERS = 2000
MOST_GROUPS = 32
MOST_ALTERNATIVES = 16
MOST_CORRECTIONS = 3
#: Words of one query that are looked up for corrections; looking for near words takes milliseconds.
MOST_CORRECTED = 5
MOST_PHRASE_WORDS = 16
