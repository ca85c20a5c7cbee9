"""House rules that can be checked: arrows, lengths, names, nothing inline in a template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
CODE = ("oer", "search", "media", "tests", "bin", "bench")
MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 300, 40, 80
FORBIDDEN = re.compile(r"(^|_)(utils?|helpers?|services?|core|common|misc)$")
#: A script element without a source that is not merely data.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle=[\"']", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^>]*\son[a-z]+=[\"']|href=[\"']javascript:", re.IGNORECASE)


def modules() -> Iterator[Path]:
    """Our Python files, without migrations (Django writes those)."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def templates() -> Iterator[Path]:
    """Our templates, those for the admin and those of apps included."""
    for folder in ("templates", *CODE):
        yield from sorted((ROOT / folder).rglob("*.html"))


def named(path: Path) -> str:
    """Where a file is, as a reader would say it."""
    return str(path.relative_to(ROOT))


def test_imports_point_down_the_rooms(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_no_module_is_longer_than_its_reader_can_hold():
    long = {named(path): n for path in modules() if (n := len(path.read_text().splitlines())) > MODULE_LINES}
    assert not long, f"longer than {MODULE_LINES} lines: {long}"


def test_no_function_is_longer_than_a_screen():
    long = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(), filename=str(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{named(path)}:{node.lineno} {node.name} ({lines})")
    assert not long, f"longer than {FUNCTION_LINES} lines: {long}"


def test_no_template_is_longer_than_it_can_be_read_at_once():
    long = {
        named(path): n for path in templates() if (n := len(path.read_text().splitlines())) > TEMPLATE_LINES
    }
    assert not long, f"longer than {TEMPLATE_LINES} lines: {long}"


def test_names_are_nouns_of_the_trade():
    bad = []
    for path in modules():
        inside = path.relative_to(ROOT).with_suffix("").parts
        bad += [named(path) for part in inside if FORBIDDEN.search(part)]
    assert not bad


def test_no_template_carries_script_or_style_of_its_own():
    bad = []
    for path in templates():
        text = path.read_text()
        for rule in (INLINE_SCRIPT, INLINE_STYLE, INLINE_HANDLER):
            bad += [f"{named(path)}: {found.group(0)}" for found in rule.finditer(text)]
    assert not bad, "a strict content security policy would refuse these"


@pytest.mark.parametrize(
    ("html", "refused"),
    [
        ("<script>x()</script>", True),
        ('<script nonce="a">x()</script>', True),
        ('<script type="module" src="a.js"></script>', False),
        ('<script type="application/ld+json">{}</script>', False),
        ('<p style="color: red">', True),
        ("<style>p {}</style>", True),
        ('<a onclick="x()">', True),
        ('<a href="javascript:x()">', True),
        ('<p class="style">on="x"</p>', False),
        ('<use href="#style"/>', False),
    ],
)
def test_the_rules_for_templates_catch_what_they_are_for(html, refused):
    found = any(rule.search(html) for rule in (INLINE_SCRIPT, INLINE_STYLE, INLINE_HANDLER))
    assert found == refused
