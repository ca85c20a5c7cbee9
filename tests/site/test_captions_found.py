"""What is said in a video finds its material, at the second; drafts find nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from media.captions.models import Captions
from media.models import Video
from media.player import key_of
from oer.catalogue.models import CatalogueEntry
from oer.jobs.worker import run_due_jobs
from oer.site.foundation import set_up_site
from search.find import find
from search.query import parse
from tests.materials.factories import published

pytestmark = pytest.mark.django_db

SAID = [
    {"start": 1000, "end": 4000, "text": "Hyvää päivää kaikille."},
    {"start": 238_400, "end": 242_000, "text": "Tässä on <i>liekkimeduusa</i> akvaariossa."},
]


@pytest.fixture
def captions(settings: Any, tmp_path: Path) -> Captions:
    """A draft in a video on a published page whose text says nothing of jellyfish."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.ELASTICSEARCH_URL = ""
    set_up_site()
    facts = {"active": [[0, 250]]}
    made: dict[str, Any] = {"renditions_folder": "abc", "seconds": 250, "has_audio": True, "facts": facts}
    video = Video.objects.create(title="Retki", state="ready", width=640, height=360, **made)
    captions = Captions.objects.create(video=video, language="fi", cues=SAID)
    published(slug="retki", body=[{"type": "video", "value": str(video.pk)}])
    done()
    return captions


def done() -> None:
    """All that is owed to the catalogue and the index is done."""
    run_due_jobs(["index", "default"])


def found(words: str) -> Any:
    """What the real search says to these words, after all that is owed is done."""
    done()
    with translation.override("en"):
        return find(parse(words, "fi"))


def test_a_word_spoken_only_finds_the_material_once_a_person_has_confirmed_it(captions: Captions) -> None:
    assert found("liekkimeduusat").total == 0
    captions.confirm(None)
    results = found("liekkimeduusat")
    [hit] = results.hits
    assert hit.record.title == "Murtolukuja lukusuoralla"
    assert hit.why == ("Captions: “liekkimeduusa” is a form of “liekkimeduusat”",)
    assert (hit.place, hit.seconds) == (f"#t=238.4&video={key_of(captions.video)}", 238)
    assert "<mark>liekkimeduusa</mark>" in hit.highlights["passage"]
    captions.take_back()
    assert found("liekkimeduusat").total == 0


def test_captions_in_another_language_are_found_by_the_forms_of_that_language(captions: Captions) -> None:
    """Read as the material's Finnish, “maneterna” would be a word that nobody asks for."""
    said = [{"start": 12_000, "end": 15_000, "text": "Här simmar brännmaneterna."}]
    Captions.objects.create(video=captions.video, language="sv", kind="subtitles", cues=said).confirm(None)
    done()
    spoken = [one for one in CatalogueEntry.objects.get().as_record().passages if one.kind == "caption"]
    assert [(one.text, one.language) for one in spoken[1:]] == [(said[0]["text"], "sv")]
    for words in ("brännmanet", "brännmaneters"):
        [hit] = found(words).hits
        assert (hit.seconds, hit.record.language, hit.passage_language) == (12, "fi", "sv")
        assert "<mark>brännmaneterna</mark>" in hit.highlights["passage"]


def test_the_hit_on_the_search_page_opens_the_video_at_that_second(
    client: Client, captions: Captions
) -> None:
    captions.confirm(None)
    done()
    shown = client.get("/fi/search/?q=liekkimeduusa").content.decode()
    moment = f"t=238.4&amp;video={key_of(captions.video)}"
    assert f'href="/fi/materials/retki/?{moment}#{moment}"' in shown
    assert "3:58" in shown
    page = client.get("/fi/materials/retki/").content.decode()
    assert f'<track kind="captions" src="/captions/{captions.pk}/1.vtt" srclang="fi"' in page
    assert 'href="/media/video/renditions/abc/video.mp4#t=238.4"' in page
    assert "liekkimeduusa" in page


def test_the_video_begins_at_the_second_of_the_hit_without_a_script_too(
    client: Client, captions: Captions
) -> None:
    key = key_of(captions.video)
    for asked, end in (
        (f"t=238.4&video={key}", "#t=238.4"),
        ("t=238.4", ""),
        ("t=238.4&video=00000000", ""),
        (f"t=1e3&video={key}", ""),
        (f"t=999999&video={key}", ""),
        (f"t=%22%3E%3Cscript%3E&video={key}", ""),
    ):
        page = client.get(f"/fi/materials/retki/?{asked}").content.decode()
        assert f'<source src="/media/video/renditions/abc/video.mp4{end}" type="video/mp4">' in page, asked


def test_the_record_says_in_which_languages_there_are_captions(captions: Captions) -> None:
    assert CatalogueEntry.objects.get().as_record().video.captions == ()
    captions.confirm(None)
    done()
    assert CatalogueEntry.objects.get().as_record().video.captions == ("fi",)


def test_a_correction_of_what_is_shown_is_found_at_once(captions: Captions) -> None:
    captions.confirm(None)
    cues = captions.read()
    captions.rewrite([cues[0]], read_version=1)
    assert found("liekkimeduusa").total == 0
    captions.remove()
    assert found("kaikille").total == 0


def deleted_in_the_admin(video: Video, admin: Client) -> None:
    """As its author deletes it."""
    assert admin.post(reverse("video:delete", args=[video.pk])).status_code == 302


def deleted_with_others(video: Video, admin: Client) -> None:
    """As a command or a shell deletes several."""
    Video.objects.filter(pk=video.pk).delete()


@pytest.mark.parametrize("delete", [deleted_in_the_admin, deleted_with_others])
def test_a_video_that_is_deleted_leaves_the_record_and_the_search(
    admin_client: Client, captions: Captions, delete: Any
) -> None:
    captions.confirm(None)
    assert found("liekkimeduusa").total == 1
    delete(captions.video, admin_client)
    assert not Video.objects.exists()
    assert found("liekkimeduusa").total == 0
    record = CatalogueEntry.objects.get().as_record()
    assert record.video is None
    assert not [one for one in record.passages if one.kind == "caption"]


def test_a_user_who_is_deleted_leaves_their_videos_where_they_are_shown(captions: Captions) -> None:
    author = get_user_model().objects.create_user("aino")
    Video.objects.update(uploaded_by=author)
    captions.confirm(None)
    author.delete()
    assert found("liekkimeduusa").total == 1


def test_the_end_of_a_long_lecture_is_reached_too(captions: Captions) -> None:
    words = "Puhutaan vielä hetki aivan muista asioista ja jatketaan."
    cues = [{"start": n * 4000, "end": n * 4000 + 3900, "text": words} for n in range(1500)]
    cues[-3]["text"] = "Ja viimeiseksi liekkimeduusa."
    Video.objects.update(seconds=6000)
    Captions.objects.filter(pk=captions.pk).update(cues=cues)
    Captions.objects.get().confirm(None)
    [hit] = found("liekkimeduusa").hits
    assert hit.seconds == 1497 * 4
