"""What the first bytes give away."""

import pytest

from media.reasons import REASONS, Refused, code_of, sentence
from media.sniffing import refusal


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00\x18ftypmp42", None),
        (b"\x00\x00\x00\x14ftypqt  ", None),
        (b"\x00\x00\x00\x18ftypM4A ", None),
        (b"\x00\x00\x00\x18ftypheic", "image"),
        (b"\x1aE\xdf\xa3\x01\x00", None),
        (b"RIFF\x00\x00\x00\x00AVI LIST", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"RF64\xff\xff\xff\xffWAVEds64", None),
        (b"ID3\x04\x00", None),
        # MPEG sound from its first frame on: layers III and II; not so the mark of UTF-16.
        (b"\xff\xe3\x18\xc4", None),
        (b"\xff\xfd\x84\xc4", None),
        ("\ufeffHei".encode("utf-16-le"), "not-video"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"GIF89a\x01\x00", "image"),
        (b"%PDF-1.7\n", "not-video"),
        (b"PK\x03\x04", "not-video"),
        (b"\x7fELF\x02\x01\x01\x00", "not-video"),
        ("Hyvää päivää, tässä on tehtävä.".encode(), "text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image"),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "playlist"),
        (b"\xef\xbb\xbf  #EXTM3U\n", "playlist"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "playlist"),
        (b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'>", "playlist"),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "playlist"),
    ],
)
def test_a_file_is_judged_by_its_first_bytes(head: bytes, code: str | None) -> None:
    assert refusal(head) == code


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_says_what_to_do_and_comes_back_from_a_job(code: str) -> None:
    assert sentence(code).count(".") >= 2 or "," in sentence(code)
    assert code_of(str(Refused(code))) == code


def test_an_unknown_message_is_a_fault_of_ours() -> None:
    assert code_of("The worker gave no sign of life") == "unexpected"
