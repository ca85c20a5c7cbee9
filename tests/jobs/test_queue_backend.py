"""What is put in line, and what is done at once."""

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from modelsearch.tasks import insert_or_update_object_task
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.search.models import IndexEntry

from oer.jobs.tasks import run_job
from oer.settings import base

pytestmark = pytest.mark.django_db


def test_wagtails_own_search_has_no_task_beside_the_upload(settings: Any) -> None:
    settings.TASKS = base.TASKS
    image = get_image_model().objects.create(title="Lukusuora", file=get_test_image_file())
    assert not DBTaskResult.objects.filter(task_path__startswith="modelsearch").exists()
    assert IndexEntry.objects.filter(object_id=str(image.pk)).count() == 1
    insert_or_update_object_task.enqueue("wagtailimages", "image", str(image.pk))
    assert IndexEntry.objects.filter(object_id=str(image.pk)).count() == 1


def test_other_tasks_wait_for_a_worker(settings: Any) -> None:
    settings.TASKS = base.TASKS
    run_job.enqueue(1)
    assert DBTaskResult.objects.ready().count() == 1
