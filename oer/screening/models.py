"""The room's tables: criteria sets, screenings and what people say about them; the tasks of the workflow."""

from oer.screening.records import Answer, CriteriaSet, Judgement, NoCriteria, Screening
from oer.screening.workflow import ReviewTask, ScreeningTask

__all__ = ["Answer", "CriteriaSet", "Judgement", "NoCriteria", "ReviewTask", "Screening", "ScreeningTask"]
