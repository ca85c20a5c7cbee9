"""Pedagogical quality: what is stated about goals, level, guidance and results. A teacher judges the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oer.domain.criteria.evaluation import EVERY_GROUP, PAGE, Context, Found, NotLookedAt, implements
from oer.domain.text import Label
from oer.domain.vocabulary import LEVELS

SECTIONS = {
    "context": Label("Lähtötilanne", "Utgångsläge", "Starting point"),
    "goal": Label("Tavoite", "Mål", "Goal"),
    "implementation": Label("Toteutus", "Genomförande", "Implementation"),
    "results": Label("Tulokset", "Resultat", "Results"),
    "lessons": Label("Opit", "Lärdomar", "Lessons learned"),
}


@implements("goals_missing", field="goals")
def goals_missing(context: Context) -> Iterator[Found]:
    if not context.facts.get("learning_goals"):
        yield Found(measured={"learning_goals": 0})


@implements("goals_too_short", field="goals")
def goals_too_short(context: Context) -> Iterator[Found]:
    for goal in context.facts.get("learning_goals") or ():
        if len(goal) < context.params["min_chars"] or len(goal.split()) < context.params["min_words"]:
            yield Found(
                measured={"goal": goal, "chars": len(goal)},
                limit={"min_chars": context.params["min_chars"], "min_words": context.params["min_words"]},
            )


@implements("alignment_missing", field="objectives")
def alignment_missing(context: Context) -> Iterator[Found]:
    if not context.facts.get("curriculum_alignment") and "in_no_curriculum" not in context.facts.flags:
        yield Found(measured={"curriculum_alignment": 0})


@implements("alignment_code_invalid", field="objectives")
def alignment_code_invalid(context: Context) -> Iterator[Found]:
    known = _objective_levels(context)
    for code in context.facts.get("curriculum_alignment") or ():
        if code not in known:
            yield Found(measured={"code": code})


@implements("alignment_level_mismatch", field="objectives")
def alignment_level_mismatch(context: Context) -> Iterator[Found]:
    declared = tuple(context.facts.get("education_level") or ())
    known = _objective_levels(context)
    for code in context.facts.get("curriculum_alignment") or ():
        level = known.get(code, "")
        if level and not LEVELS.overlap(level, declared):
            yield Found(
                measured={"code": code, "code_level": level, "declared_levels": list(declared)},
                words={"code_level": _level(level), "declared_levels": [_level(item) for item in declared]},
            )
    if known:
        raise NotLookedAt("the subjects of the objectives")


@implements("workload_implausible", covers=PAGE | {"video"}, field="minutes")
def workload_implausible(context: Context) -> Iterator[Found]:
    stated = context.facts.get("time_required")
    if not stated:
        return
    media = sum(video.seconds or 0 for video in context.facts.videos) / 60
    words = sum(document.words for document in context.documents)
    expected = words / context.params["words_per_minute"] + media
    if stated < context.params["low"] * expected or (expected and stated > context.params["high"] * expected):
        yield Found(
            measured={"time_required": stated, "words": words, "media_minutes": round(media, 1)},
            words={"time_required": f"{stated} min"},
        )


@implements("guidance_missing", covers=EVERY_GROUP, field="instructions")
def guidance_missing(context: Context) -> Iterator[Found]:
    chars = len(str(context.facts.get("instructions")).strip())
    if chars < context.params["min_chars"] and not _has_role(context, "teacher_guide"):
        yield Found(measured={"instruction_chars": chars}, limit={"min_chars": context.params["min_chars"]})


@implements("answer_key_missing", covers=EVERY_GROUP, field="body")
def answer_key_missing(context: Context) -> Iterator[Found]:
    kind = context.facts.get("resource_type")
    if kind not in ("exercise", "test") or _has_role(context, "answer_key"):
        return
    if "h5p" in context.facts.groups:
        raise NotLookedAt("h5p")
    yield Found(measured={"resource_type": kind})


@implements("section_missing", field="body")
def section_missing(context: Context) -> Iterator[Found]:
    for section in context.rule.metadata:
        chars = len(str(context.facts.get(section)).strip())
        if chars < context.params["min_chars"]:
            yield Found(
                where={"section": section},
                measured={"chars": chars},
                limit={"min_chars": context.params["min_chars"]},
                words={"section": SECTIONS.get(section, section)},
            )


@implements("resources_not_stated", field="resources_needed")
def resources_not_stated(context: Context) -> Iterator[Found]:
    if not str(context.facts.get("resources_needed")).strip():
        yield Found(measured={"resources_needed": ""})


@implements("evidence_type_missing", field="evidence_type")
def evidence_type_missing(context: Context) -> Iterator[Found]:
    if not context.facts.get("evidence_type"):
        yield Found(measured={"evidence_type": ""})


def _objective_levels(context: Context) -> Mapping[str, str]:
    """The level of each known code. Raises NotLookedAt when there are codes and no curriculum to look in."""
    if not context.facts.get("curriculum_alignment"):
        return {}
    known = context.facts.metadata.get("objective_levels")
    if known is None:
        raise NotLookedAt("no curriculum is loaded")
    return dict(known)


def _level(code: str) -> Label | str:
    term = LEVELS.get(code)
    return term.label if term else code


def _has_role(context: Context, role: str) -> bool:
    return any(file.role == role for file in context.facts.files)
