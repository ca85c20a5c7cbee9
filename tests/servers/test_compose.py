"""docker-compose.yml cannot be run here, but what it says can be read."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.servers import elasticsearch

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def compose() -> dict:
    """The file, with its anchors merged."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_every_queue_has_exactly_one_worker(compose):
    served = []
    for service in compose["services"].values():
        command = service.get("command", [])
        if "work" in command:
            served += command[command.index("--queues") + 1].split(",")
    assert sorted(served) == sorted(settings.TASKS["default"]["QUEUES"])


def test_what_a_service_waits_for_or_keeps_is_declared(compose):
    for name, service in compose["services"].items():
        for other in service.get("depends_on", {}):
            assert other in compose["services"], name
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in compose["volumes"], name


def test_the_tests_run_on_the_elasticsearch_that_is_deployed(compose):
    assert compose["services"]["search"]["image"].endswith(f":{elasticsearch.VERSION}")


def test_the_application_gets_what_production_requires(compose):
    environment = compose["services"]["web"]["environment"]
    assert {"SECRET_KEY", "SITE_URL", "DATABASE_URL", "ELASTICSEARCH_URL"} <= set(environment)
    assert compose["services"]["worker"]["environment"] == environment
