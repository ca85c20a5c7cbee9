"""Settings of a worker outside the test's process, on the test's own database and indexes."""

import os
from pathlib import Path

from oer.settings.test import *  # noqa: F403

SEARCH_INDEX_DIR = Path(os.environ["KIERTO_TEST_INDEX"])
ELASTICSEARCH_INDEX = os.environ["KIERTO_TEST_ALIAS"]
