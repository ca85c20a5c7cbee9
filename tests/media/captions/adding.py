"""Captions sent as the admin's pages send them."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from media.captions.models import Captions
from media.models import Video

SRT = "1\n00:00:01,000 --> 00:00:03,000\nHyvää päivää\n\n2\n00:00:03,000 --> 00:00:05,000\nLumi sulaa nyt.\n"


def add(client: Client, video: Video, text: bytes | str = SRT, **values: str) -> Any:
    """Sends a captions file as the form does."""
    data = text.encode() if isinstance(text, str) else text
    sent = {"language": "fi", "kind": "captions", **values}
    if data:
        sent["file"] = SimpleUploadedFile("tekstit.srt", data)  # type: ignore[assignment]
    return client.post(reverse("captions:add", args=[video.pk]), sent, follow=True)


def save(client: Client, captions: Captions, cues: list[dict[str, Any]], version: int | None) -> Any:
    """Sends the list as the script does."""
    body = {"cues": cues} | ({} if version is None else {"version": version})
    url = reverse("captions:save", args=[captions.pk])
    return client.post(url, json.dumps(body), content_type="application/json")
