"""Pictures, files and the film that the demo's materials show: made here, and stored as a teacher would."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from media.models import Video
from oer.people.models import User
from oer.site.demo import pictures
from oer.site.demo.film import avi
from oer.site.demo.worksheet import open_document

_DRAWN: dict[str, Callable[[], Pillow.Image]] = {
    "number-line": pictures.number_line,
    "salinity": pictures.salinity,
}
#: What a picture tells, by its name and the material's language.
ALTERNATIVES = {
    (
        "number-line",
        "fi",
    ): "Viisi lukusuoraa nollasta yhteen allekkain, jaettuina puolikkaisiin, kolmasosiin, "
    "neljäsosiin, kuudesosiin ja kahdeksasosiin. Samanarvoiset murtoluvut ovat samalla kohdalla.",
    ("number-line", "sv"): "Fem tallinjer från noll till ett under varandra, delade i halvor, tredjedelar, "
    "fjärdedelar, sjättedelar och åttondelar. Lika stora bråk ligger på samma ställe.",
    (
        "salinity",
        "sv",
    ): "Stapeldiagram över salthalten vid ytan i gram per kilogram: Kattegatt 20, Arkonahavet "
    "8, Gotlandshavet 7, Finska viken 5 och Bottenviken 3.",
}
_WORKSHEET = (
    "Ryhmän jäsenet: ______________________",
    "Väite, jota tutkimme: ______________________",
    "# Kuka?",
    "Kuka sanoi tämän ensin? Mistä hän tietää?",
    "# Miksi?",
    "Haluaako teksti kertoa, viihdyttää, vaikuttaa vai myydä?",
    "# Mistä?",
    "Pysähdys 1: ______________________",
    "Pysähdys 2: ______________________",
    "Pysähdys 3: ______________________",
    "# Arvio",
    "Luotettavuus 0–5: ____  Perustelut: ______________________",
)


def block(kind: str, name: str, language: str, owner: User) -> tuple[str, Any]:
    """The body block that shows the picture, file or film of this name."""
    return {"image": _picture, "file": _file, "video": _film}[kind](name, language, owner)


def _picture(name: str, language: str, owner: User) -> tuple[str, Any]:
    model = get_image_model()
    title = f"Demo: {name}"
    image = model.objects.filter(title=title).first()
    if image is None:
        buffer = io.BytesIO()
        _DRAWN[name]().save(buffer, "PNG")
        file = ContentFile(buffer.getvalue(), name=f"{name}.png")
        image = model.objects.create(title=title, file=file, uploaded_by_user=owner)
    image.contextual_alt_text = ALTERNATIVES[name, language]
    image.decorative = False
    return "image", {"image": image, "caption": "", "own_work": True, "credit": ""}


def _file(name: str, language: str, owner: User) -> tuple[str, Any]:
    model = get_document_model()
    title = "Väitteen jäljillä: työpohja"
    document = model.objects.filter(title=title).first()
    if document is None:
        file = ContentFile(open_document(title, language, _WORKSHEET), name=f"{name}.odt")
        document = model.objects.create(title=title, file=file, uploaded_by_user=owner)
    return "file", {"document": document, "role": "material"}


def _film(name: str, language: str, owner: User) -> tuple[str, Any]:
    title = "Månens faser"
    video = Video.objects.filter(title=title, uploaded_by=owner).first()
    if video is None:
        file = ContentFile(avi(pictures.moon(), rate=pictures.RATE), name=f"{name}.avi")
        video = Video.objects.create(title=title, file=file, uploaded_by=owner)
    return "video", video
