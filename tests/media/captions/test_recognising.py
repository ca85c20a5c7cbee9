"""A recogniser from outside: a real small program, a real local service, and what goes wrong with each."""

import json
import subprocess
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from media import shelf
from media.captions.models import Captions
from media.captions.recognising import ask, standing
from media.checks import recogniser_can_be_asked
from media.models import Video
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.uploads import uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

VTT = "WEBVTT\n\n00:00.100 --> 00:00.900\nLumi sulaa.\n"


@pytest.fixture
def video(clip: Path) -> Video:
    """A second of sound in Swedish."""
    return converted(clip)


def converted(film: Path) -> Video:
    """A film that is ready, in Swedish."""
    row = uploaded(film)
    run_due_jobs(["transcode"])
    Job.objects.all().delete()
    Video.objects.update(language="sv")
    return Video.objects.get(pk=row.pk)


def recognised(video: Video) -> Captions | None:
    """Asks and waits; the draft that came, if one did."""
    ask(video, video.language)
    run_due_jobs(["transcode"])
    return Captions.objects.filter(video=video, origin="recogniser").first()


def program(folder: Path, settings: Any, text: str, arguments: str = "{input} {output} {language}") -> None:
    """A recogniser written in shell, in a folder that the sandbox is told to show."""
    tool = folder / "recogniser"
    tool.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    tool.chmod(0o755)
    settings.SPEECH_COMMAND = f"{tool} {arguments}"
    settings.SPEECH_READS = [str(folder)]


def test_a_program_writes_a_draft_that_nobody_else_sees(video: Video, tmp_path: Path, settings: Any) -> None:
    # It measures what it is given: 16 kHz, one channel, two bytes: a second is 32,000 bytes and a header.
    size = '$(( $(wc -c < "$1") / 32000 ))'
    program(tmp_path, settings, f'printf "WEBVTT\\n\\n00:00.100 --> 00:00.900\\n$3 {size}\\n" > "$2"')
    captions = recognised(video)
    assert captions is not None
    assert (captions.state, captions.language, captions.origin_note) == ("draft", "sv", "recogniser")
    assert captions.cues == [{"start": 100, "end": 900, "text": "sv 1"}]


def test_a_program_hears_the_sound_when_it_is_heard_in_the_film(tmp_path: Path, settings: Any) -> None:
    # Its sound begins late, is the file's second one, and stops for a while.
    film = tmp_path / "late.mkv"
    tone = "sine=d=6,aselect='not(between(t,2,4))'"
    command = ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:d=8"]
    command += ["-f", "lavfi", "-i", "anullsrc=d=1", "-itsoffset", "2", "-f", "lavfi", "-i", tone]
    command += ["-map", "0", "-map", "1", "-map", "2", "-disposition:a:0", "0", "-disposition:a:1", "default"]
    subprocess.run([*command, "-c:v", "libx264", "-c:a", "libopus", str(film)], check=True, timeout=60)
    said = '$(( $(wc -c < "$1") / 32000 ))'
    program(tmp_path, settings, f'printf "WEBVTT\n\n00:00.100 --> 00:00.900\n{said}\n" > "$2"')
    captions = recognised(converted(film))
    assert captions is not None
    assert captions.cues[0]["text"] == "8"


def test_sound_that_is_not_there_any_more_is_said(video: Video, tmp_path: Path, settings: Any) -> None:
    program(tmp_path, settings, "echo hei", "{input}")
    shelf.remove(video.renditions_folder)
    assert recognised(video) is None
    job = standing(video)
    assert job is not None
    assert (job.state, job.attempts) == ("failed", 1)
    assert "ääntä" in job.reason


def test_a_program_may_print_instead(video: Video, tmp_path: Path, settings: Any) -> None:
    program(tmp_path, settings, f"printf '{VTT!s}'".replace("\n", "\\n"), "{input}")
    captions = recognised(video)
    assert captions is not None
    assert captions.cues[0]["text"] == "Lumi sulaa."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("echo malli puuttuu >&2; exit 3", "malli puuttuu"),
        ("echo hei", "00:00:01.000 --> 00:00:04.000"),
        ("cat /etc/passwd /work/* $HOME/.ssh/* 2>&1; exit 1", ""),
    ],
)
def test_a_failure_says_why(video: Video, tmp_path: Path, settings: Any, text: str, reason: str) -> None:
    program(tmp_path, settings, text, "{input}")
    assert recognised(video) is None
    job = standing(video)
    assert job is not None
    assert job.state == "failed"
    assert reason in job.reason


def test_a_program_sees_no_other_file_and_no_network(video: Video, tmp_path: Path, settings: Any) -> None:
    secret = tmp_path.parent / "secret"
    secret.write_text("salaisuus", encoding="utf-8")
    looks = f"$(cat {secret} 2>/dev/null)-$(cat /sys/class/net/*/address 2>/dev/null)-"
    seen = f'printf "WEBVTT\\n\\n00:00.100 --> 00:00.900\\n{looks}\\n"'
    program(tmp_path, settings, seen, "{input}")
    captions = recognised(video)
    assert captions is not None
    assert captions.cues[0]["text"] == "--"


@contextmanager
def service(answer: Callable[[Any, bytes], None]) -> Iterator[str]:
    """A recogniser on this machine; its address."""

    class Recogniser(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Says nothing."""

        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            answer(self, b"")

    with ThreadingHTTPServer(("127.0.0.1", 0), Recogniser) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/recognise"
        server.shutdown()
        thread.join()


def send(request: Any, status: int, kind: str, body: bytes, **headers: str) -> None:
    request.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def test_a_service_gets_the_sound_and_answers_captions(video: Video, settings: Any) -> None:
    heard: dict[str, Any] = {}

    def answer(request: Any, body: bytes) -> None:
        with wave.open(BytesIO(body)) as sound:
            heard["sound"] = (sound.getframerate(), sound.getnchannels(), round(sound.getnframes() / 16_000))
        heard["path"], heard["key"] = request.path, request.headers["Authorization"]
        send(request, 200, "text/vtt; charset=utf-8", VTT.encode())

    settings.SPEECH_KEY = "avain"
    with service(answer) as settings.SPEECH_URL:
        captions = recognised(video)
    assert heard == {"sound": (16_000, 1, 1), "path": "/recognise?language=sv", "key": "Bearer avain"}
    assert captions is not None
    assert (captions.state, captions.origin_note) == ("draft", "127.0.0.1")


def test_a_service_may_answer_segments(video: Video, settings: Any) -> None:
    segments = [
        {"start": 0.1, "end": 0.9, "text": " Lumi <b>sulaa</b><script> "},
        {"start": 1, "end": 2, "text": ""},
    ]

    def answer(request: Any, body: bytes) -> None:
        send(request, 200, "application/json", json.dumps({"segments": segments}).encode())

    with service(answer) as settings.SPEECH_URL:
        captions = recognised(video)
    assert captions is not None
    assert captions.cues == [{"start": 100, "end": 900, "text": "Lumi <b>sulaa</b>"}]


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (400, "text/plain", b"no"),
        (302, "text/plain", b""),
        (200, "text/plain", b"hei"),
        (200, "application/json", b"{"),
        (200, "application/json", b'{"segments": [{"start": "x"}]}'),
        (200, "text/vtt", b"x" * (3 * 1024**2)),
    ],
)
def test_an_answer_that_is_none_fails_with_a_reason(
    video: Video, settings: Any, status: int, kind: str, body: bytes
) -> None:
    asked: list[str] = []

    def answer(request: Any, _body: bytes) -> None:
        asked.append(request.command)
        send(request, status, kind, body, Location="/elsewhere")

    with service(answer) as settings.SPEECH_URL:
        assert recognised(video) is None
    job = standing(video)
    assert job is not None
    assert (job.state, asked) == ("failed", ["POST"])
    assert job.reason


def test_a_service_that_is_away_is_asked_again_later(video: Video, settings: Any) -> None:
    def away(request: Any, _body: bytes) -> None:
        send(request, 503, "text/plain", b"")

    with service(away) as settings.SPEECH_URL:
        assert recognised(video) is None
        job = standing(video)
        assert job is not None
        assert (job.state, job.attempts) == ("waiting", 1)


@pytest.mark.parametrize(
    ("command", "url", "found"),
    [
        ("", "", []),
        ("whisper {input}", "", []),
        ("whisper", "", ["media.E002"]),
        ("", "ftp://example.org", ["media.E003"]),
        ("whisper {input}", "https://example.org", ["media.W003"]),
    ],
)
def test_a_recogniser_set_up_wrongly_is_said_at_the_start(
    settings: Any, command: str, url: str, found: list[str]
) -> None:
    settings.SPEECH_COMMAND, settings.SPEECH_URL = command, url
    assert [message.id for message in recogniser_can_be_asked(None)] == found
