"""From what is typed to the query tree: what each thing means, and that nothing breaks it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.query import Query, parse
from search.query.tree import FACETS
from search.query.weights import MOST_ALTERNATIVES, MOST_CHARACTERS, MOST_GROUPS, MOST_PHRASE_WORDS
from tests.search.processor import seconds_of

HOSTILE = [
    "",
    '"',
    '"""',
    "*****",
    "(((((",
    ")))) AND ((((",
    "a" * 10_000,
    "sana " * 2_000,
    '"' + "sana " * 2_000 + '"',
    "-" * 500,
    "- - -a --b",
    "\x00",
    "sana\x00toinen",
    "\u202esana\u202c",
    "\ud800",
    "subject:",
    "subject:::",
    'subject:"',
    "language:sv language:",
    "[{(<sana>)}]",
    "' OR 1=1 --",
    "title:sana^5~2",
    "\ue000",
    "🎉 juhlat 🎉",
]


def texts(groups):
    return [group.text for group in groups]


def terms(group, *forms):
    return {a.term for a in group.alternatives if not forms or a.form in forms}


@pytest.mark.parametrize(
    ("typed", "groups", "excluded", "filters"),
    [
        ("murtolukuja vitosluokalle", ["murtolukuja", "vitosluokalle"], [], {}),
        ('"toisen asteen" yhtälö', ["toisen asteen", "yhtälö"], [], {}),
        ("”toisen asteen” yhtälö", ["toisen asteen", "yhtälö"], [], {}),
        ("«suuri lama»", ["suuri lama"], [], {}),
        ("yhtälö -ympyrä", ["yhtälö"], ["ympyrä"], {}),
        ('yhtälö -"toisen asteen"', ["yhtälö"], ["toisen asteen"], {}),
        ("linja-auto maa- ja", ["linja-auto", "maa"], [], {}),
        ('avoin "lainaus', ["avoin", "lainaus"], [], {}),
        ("print() MAA5", ["print", "MAA5"], [], {}),
        ("subject:mathematics luvut", ["luvut"], [], {"subject": ("mathematics",)}),
        ("subject:Matematiikka luvut", ["luvut"], [], {"subject": ("mathematics",)}),
        ("SUBJECT:matematik tal", ["tal"], [], {"subject": ("mathematics",)}),
        ('level:"luokat 1–2" tal', ["tal"], [], {"level": ("basic-1-2",)}),
        ("licence:cc-by-4.0", [], [], {"licence": ("CC-BY-4.0",)}),
        ('school:"Arabian koulu"', [], [], {"school": ("Arabian koulu",)}),
        ("subject:kissa", ["kissa"], [], {}),
        ("writer:kissa", ["writer", "kissa"], [], {}),
        ("kissa kissa Kissa", ["kissa"], [], {}),
        ("*****", [], [], {}),
    ],
)
def test_words_phrases_exclusions_and_filters_are_told_apart(typed, groups, excluded, filters):
    query = parse(typed, "fi")
    assert texts(query.groups) == groups
    assert texts(query.excluded) == excluded
    assert dict(query.filters) == filters
    assert query.text == typed


@pytest.mark.parametrize(
    ("typed", "language", "groups"),
    [
        ("listojen käsittely ja ohjelma", "fi", ["listojen", "käsittely", "ohjelma"]),
        ("hur många dagar har gått", "fi", ["många", "dagar", "gått"]),
        ("patterns of the stars", "sv", ["patterns", "stars"]),
        ("men and women", "en", ["men", "women"]),
        ("män och kvinnor", "sv", ["män", "kvinnor"]),
        # Nothing but common words: then they are what is meant.
        ("on", "fi", ["on"]),
        ("to be or not to be", "en", ["to", "be", "or", "not"]),
    ],
)
def test_words_that_say_nothing_are_left_out(typed, language, groups):
    assert texts(parse(typed, language).groups) == groups


def test_a_phrase_keeps_its_common_words_and_must_be_met():
    (group,) = parse('"to be or not to be"', "en").groups
    assert group.required
    assert group.alternatives[0].term == "to be or not to be"


def test_a_phrase_is_one_term_of_main_forms_side_by_side():
    (group,) = parse('"toisen asteen yhtälöitä"', "fi").groups
    assert group.alternatives[0].term == "toinen aste yhtälö"
    assert all(len(a.term.split()) == 3 for a in group.alternatives)


def test_a_quoted_word_is_met_by_its_own_forms_and_not_by_parts():
    (group,) = parse('"murtolukuja"', "fi").groups
    assert group.required
    assert terms(group) == {"murtolukuja", "murtoluku"}


def test_excluding_a_word_does_not_exclude_its_compounds():
    (group,) = parse("tal -bråktal", "sv").excluded
    assert terms(group) == {"bråktal"}


def test_the_word_as_typed_is_worth_most_and_parts_least():
    (group,) = parse("murtolukulaskuissa", "fi").groups
    weights = {a.term: a.weight for a in group.alternatives}
    assert weights["murtolukulaskuissa"] == 1.0
    assert 0.8 < weights["murtolukulasku"] < 1.0
    assert weights["luku"] < weights["murtoluku"] < weights["murtolukulasku"]
    assert [a.weight for a in group.alternatives] == sorted(weights.values(), reverse=True)


@pytest.mark.parametrize(
    ("typed", "language", "term"),
    [
        ("bråktalen", "fi", "bråktal"),
        ("fractions", "fi", "fraction"),
        ("murtolukuja", "sv", "murtoluku"),
        ("silmukoissa", "en", "silmukka"),
    ],
)
def test_a_word_is_read_in_the_other_languages_too(typed, language, term):
    (group,) = parse(typed, language).groups
    assert term in terms(group, "lemma")


def test_a_word_known_nowhere_still_has_its_surface():
    (group,) = parse("Qwzyxia", "fi").groups
    assert group.alternatives[0].term == "qwzyxia"
    assert group.alternatives[0].weight == 1.0


def test_given_filters_and_typed_ones_are_taken_together():
    query = parse(
        "subject:physics", "en", filters={"subject": ("chemistry",), "nonsense": ("x",), "level": ()}
    )
    assert dict(query.filters) == {"subject": ("chemistry", "physics")}


@pytest.mark.parametrize(
    ("sort", "page", "size", "becomes"),
    [
        ("newest", 3, 50, ("newest", 3, 50)),
        ("random()", -1, 0, ("relevance", 1, 1)),
        ("relevance", 10**12, 10**6, ("relevance", 100_000, 100)),
    ],
)
def test_sort_page_and_size_are_kept_within_what_makes_sense(sort, page, size, becomes):
    query = parse("x", "fi", sort=sort, page=page, size=size)
    assert (query.sort, query.page, query.size) == becomes


def check_bounds(query: Query) -> None:
    assert len(query.text) <= MOST_CHARACTERS
    assert len(query.groups) <= MOST_GROUPS
    assert len(query.excluded) <= MOST_GROUPS
    assert set(query.filters) <= set(FACETS)
    for group in (*query.groups, *query.excluded):
        assert 0 < len(group.alternatives) <= MOST_ALTERNATIVES
        assert len({a.term for a in group.alternatives}) == len(group.alternatives)
        for alternative in group.alternatives:
            assert 0 < alternative.weight <= 1
            assert 1 <= len(alternative.term.split()) <= MOST_PHRASE_WORDS
            assert alternative.term == " ".join(alternative.term.split())


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed[:12]))
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_hostile_input_is_a_bounded_query_at_once(typed, language):
    parse("lämmin", language)
    assert seconds_of(lambda: check_bounds(parse(typed, language))) < 0.2


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400), st.sampled_from(["fi", "sv", "en", "de", ""]))
@example('-"', "fi")
@example("school:" + "x" * 5000, "fi")
def test_any_text_is_a_bounded_query(typed, language):
    check_bounds(parse(typed, language))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(['"', "-", " ", "luku", "talet", "subject:", "(", "”", "*", "\x00", "ja"]),
        max_size=60,
    )
)
def test_any_mixture_of_signs_and_words_is_a_bounded_query(pieces):
    check_bounds(parse("".join(pieces), "fi"))


def test_a_pasted_page_keeps_its_longest_words():
    words = [f"sana{'a' * (i % 30)}{i}" for i in range(80)]
    kept = texts(parse(" ".join(words), "fi").groups)
    assert len(" ".join(words)) < MOST_CHARACTERS
    assert len(kept) == MOST_GROUPS
    assert min(map(len, kept)) >= sorted(map(len, words))[-MOST_GROUPS]


def test_a_typical_query_is_parsed_in_a_moment():
    typed = "parillisten ja parittomien lukujen tunnistamista"
    parse(typed, "fi")
    assert seconds_of(lambda: parse(typed, "fi")) < 0.05


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("aine:fysiikka", {"subject": ("physics",)}),
        ("oppiaine:Fysiikka", {"subject": ("physics",)}),
        ("ämne:fysik", {"subject": ("physics",)}),
        ("SUBJECT:physics", {"subject": ("physics",)}),
        ("kieli:ruotsi", {"language": ("sv",)}),
        ("språk:finska", {"language": ("fi",)}),
        ('koulu:"Kallion lukio"', {"school": ("Kallion lukio",)}),
    ],
)
def test_facets_go_by_their_names_in_every_language(typed, filters):
    query = parse(typed, "fi")
    assert dict(query.filters) == filters
    assert query.groups == ()


@pytest.mark.parametrize(
    ("typed", "field", "terms"),
    [
        ("tekijä:Virtanen", "people", ["virtanen"]),
        ("author:Virtasen", "people", ["virtasen", "virtanen"]),
        ('författare:"Maija Virtanen"', "people", ["maija virtanen"]),
        ("upphovsperson:Ljungqvist", "people", ["ljungqvist"]),
        ("otsikko:murtolukuja", "title", ["murtolukuja", "murtoluku"]),
        ("keyword:fractions", "keywords", ["fractions", "fraction"]),
        ("tavoite:MAA5", "objectives", ["maa5"]),
    ],
)
def test_a_word_may_be_asked_for_in_one_field(typed, field, terms):
    (group,) = parse(typed, "fi").groups
    assert group.fields == (field,)
    assert group.required
    assert [a.term for a in group.alternatives][: len(terms)] == terms


def test_what_must_not_be_there_may_be_in_one_field_too():
    query = parse("murtoluvut -tekijä:Virtanen", "fi")
    assert [group.fields for group in query.excluded] == [("people",)]
    assert [group.fields for group in query.groups] == [()]


@pytest.mark.parametrize("typed", ["tekijä:", "author::", 'title:""', "title:***", "-author:"])
def test_a_field_without_a_word_asks_for_nothing_more(typed):
    assert all(not group.fields for group in parse(typed, "fi").groups)
