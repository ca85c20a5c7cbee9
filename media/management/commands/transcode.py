import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from media.packaging import Package
from media.probing import probe
from media.reasons import Refused
from media.sandbox import SandboxMissing, ToolFailed
from media.transcoding import transcode


class Command(BaseCommand):
    help = "Converts one video or sound recording through the same pipeline as an upload, without a database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE --out DIR."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--out", type=Path, required=True, help="a folder that is new or empty")

    def handle(self, *args: Any, file: Path, out: Path, **options: Any) -> None:
        """Fills the folder, or says why not and leaves it as it was."""
        # The folder that a link leads to: what is renamed would take the link's place.
        out = out.resolve()
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            if out.exists() and (not out.is_dir() or any(out.iterdir())):
                raise CommandError(f"{out} is not an empty folder.")
            package = self._fill(out, file)
        except (Refused, SandboxMissing, ToolFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{out} could not be filled: {error}") from error
        made = [rendition.name for rendition in package.renditions] + ["sound"] * package.has_audio
        self.stdout.write(f"\r{package.seconds:.1f} s: {', '.join(made)}")

    def _fill(self, out: Path, file: Path) -> Package:
        """Works beside a new folder, but inside one that is there: nothing can take the place of a mount."""
        was_there = out.is_dir()
        home = out if was_there else out.parent
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=f".{out.name}.") as work:
            folder = Path(work) / "made"
            folder.mkdir()
            package = transcode(file, probe(file), folder, self._say)
            if not was_there:
                folder.rename(out)
            for made in sorted(folder.iterdir()) if was_there else ():
                made.rename(out / made.name)
        return package

    def _say(self, percent: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{percent} %", ending="")
            self.stdout.flush()
