"""Requests in the terms of the tus protocol."""

import base64
from typing import Any

from django.test import Client
from django.urls import reverse

MARK = "0123456789abcdef" * 4
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40


def ask(client: Client, method: str, address: str, data: bytes = b"", **headers: object) -> Any:
    """A request in the protocol's terms."""
    named = {"tus-resumable": "1.0.0"} | {k.replace("_", "-"): str(v) for k, v in headers.items()}
    kind = "application/offset+octet-stream" if method == "PATCH" else "application/octet-stream"
    return client.generic(method, address, data, content_type=kind, headers=named)


def begin(
    client: Client, length: int = len(FILM), name: str = "lumen sulaminen.mp4", fingerprint: str = ""
) -> str:
    """The address of a new upload."""
    value, mark = (base64.b64encode(text.encode()).decode() for text in (name, fingerprint))
    answer = ask(
        client,
        "POST",
        reverse("media:uploads"),
        upload_length=length,
        upload_metadata=f"filename {value},is_new,fingerprint {mark}",
    )
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def patch(client: Client, address: str, data: bytes, offset: int) -> Any:
    return ask(client, "PATCH", address, data, upload_offset=offset)


def begun(client: Client, fingerprint: str = MARK, length: object = len(FILM)) -> str:
    """Where the server says that a file goes on; empty for nowhere."""
    asked = f"{reverse('media:uploads')}?fingerprint={fingerprint}&length={length}"
    answer = ask(client, "GET", asked)
    assert answer.status_code == 200
    return str(answer.content.decode())
