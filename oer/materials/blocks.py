"""The blocks a lesson is written with."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from media.blocks import VideoChooserBlock
from oer.materials.body import written
from oer.materials.showing import Setting, as_shown

RICH_TEXT_FEATURES = [
    "h2", "h3", "h4", "bold", "italic", "superscript", "subscript", "code", "blockquote",
    "ol", "ul", "hr", "link", "document-link",
]  # fmt: skip


class _WrittenMixin:
    """A block of running text: its template gets `html`, sanitised, as the page shows it.

    On a page, its `record` and the `headings` of the whole body are in the context that it is shown in.
    """

    block_type = ""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)  # type: ignore[misc]
        around = parent_context or {}
        part = written(self.block_type, value, around.get("id"))
        setting = Setting(
            language=getattr(around.get("record"), "language", ""),
            levels={heading.anchor: heading.level for heading in around.get("headings", ())},
        )
        html = as_shown(part.html, part.prefix, setting)
        context["html"] = mark_safe(html)  # noqa: S308 - `written` gives cleaned HTML
        return context


class WrittenBlock(_WrittenMixin, blocks.RichTextBlock):
    """Text with headings, paragraphs and lists."""

    block_type = "text"

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        preview_value = "<h2>Fractions</h2><p>A fraction is a part of a whole.</p>"
        description = _("Headings, paragraphs and lists")


class MarkdownBlock(_WrittenMixin, blocks.TextBlock):
    """Text written in Markdown."""

    block_type = "markdown"

    @cached_property
    def field(self) -> Any:
        field = super().field
        field.widget.attrs.update({"rows": 12, "spellcheck": "true"})
        return field

    class Meta:
        icon = "code"
        label = _("Markdown text")
        template = "blocks/markdown.html"
        preview_value = "## Fractions\n\n* one half\n* one third\n"
        description = _("Text with Markdown marks: headings with ##, lists with *, code and tables")


class PictureBlock(blocks.StructBlock):
    """A picture with the text that stands for it, and whose it is."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))
    own_work = blocks.BooleanBlock(required=False, label=_("I made this picture myself"))
    credit = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Author, source and licence"),
        help_text=_("When somebody else made it, for example: Aino Aalto, Finna, CC BY 4.0"),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"
        description = _("A picture with an alternative text for those who cannot see it")


class FileBlock(blocks.StructBlock):
    """A file to download, and what it is for."""

    document = DocumentChooserBlock(label=_("File"))
    role = blocks.ChoiceBlock(
        choices=[
            ("material", _("Material for the lesson")),
            ("teacher_guide", _("Teacher's guide")),
            ("answer_key", _("Answers")),
            ("accessible_alternative", _("Accessible version of another file")),
        ],
        default="material",
        label=_("What the file is for"),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"
        description = _("A worksheet, a slide show or another file to download")


class LessonBlocks(blocks.StreamBlock):
    """Everything a material's body may hold."""

    text = WrittenBlock(features=RICH_TEXT_FEATURES)
    markdown = MarkdownBlock()
    image = PictureBlock()
    file = FileBlock()
    video = VideoChooserBlock(label=_("Video"))

    class Meta:
        block_counts = {"video": {"max_num": 20}, "image": {"max_num": 200}}
