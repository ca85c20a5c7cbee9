"""Public vocabularies as tables: keywords of the national ontology, and the curriculum."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from oer.domain.vocabulary import LEVELS
from oer.vocabularies.code_field import CodeField


def fold(text: str) -> str:
    """The form in which labels are compared: without case and outer space."""
    return " ".join(text.split()).casefold()


class Concept(models.Model):
    """A concept of YSO, the General Finnish Ontology."""

    uri = models.URLField(_("identifier"), max_length=200, unique=True)
    fi = models.CharField(_("Finnish"), max_length=250, blank=True)
    sv = models.CharField(_("Swedish"), max_length=250, blank=True)
    en = models.CharField(_("English"), max_length=250, blank=True)
    #: Other names, as `[language, label]` pairs.
    alternatives = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")

    def __str__(self) -> str:
        return self.label("fi")

    def label(self, language: str) -> str:
        """The concept's name in `language`; where it has none, in Finnish, Swedish or English."""
        wanted = getattr(self, language, "") if language in ("fi", "sv", "en") else ""
        return wanted or self.fi or self.sv or self.en or self.uri


class ConceptLabel(models.Model):
    """One name of a concept in one language, for looking up by its beginning."""

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="labels")
    language = models.CharField(max_length=3)
    text = models.CharField(max_length=250)
    folded = models.CharField(max_length=250)
    #: It is the concept's own name, not another one.
    preferred = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["language", "folded"],
                name="concept_label_start",
                opclasses=["", "varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"


class Objective(models.Model):
    """An aim, a module or a transversal competence of a national core curriculum."""

    class Kind(models.TextChoices):
        COMPETENCE = "competence", _("transversal competence")
        MODULE = "module", _("module")
        AIM = "aim", _("aim")

    #: `MAA5` for a module; an aim's code starts with that of the module or the subject it belongs to.
    code = models.CharField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    fi = models.TextField(_("Finnish"), blank=True)
    sv = models.TextField(_("Swedish"), blank=True)
    #: National subject code, e.g. `MA`; empty for a transversal competence.
    subject = models.CharField(_("subject"), max_length=20, blank=True)
    level = CodeField(LEVELS, verbose_name=_("level"))
    #: Identifier in the national code service, where one exists.
    uri = models.CharField(_("identifier"), max_length=120, blank=True)
    curriculum = models.CharField(_("curriculum"), max_length=120)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label('fi')}"

    def label(self, language: str) -> str:
        """The text in Swedish when asked for and there, else in Finnish: the curricula have no English."""
        return self.sv if self.label_language(language) == "sv" else self.fi

    def label_language(self, language: str) -> str:
        """The language in which `label` answers who asks for `language`."""
        return "sv" if self.sv and (language.startswith("sv") or not self.fi) else "fi"
