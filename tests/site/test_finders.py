"""Front-end packages served from where npm puts them."""

from django.conf import settings
from django.contrib.staticfiles import finders

from oer.site.finders import PackageFinder


def test_the_files_the_pages_use_are_found() -> None:
    for path in (
        "npm/hds-core/base.min.css",
        "npm/hds-core/components/button/button.min.css",
        "npm/hls/hls.min.mjs",
    ):
        assert finders.find(path), path


def test_nothing_else_of_a_package_is_served() -> None:
    for path in (
        "npm/hds-core/icons/icon.css",
        "npm/hls/hls.js",
        "npm/hls/../package.json",
        "npm/axe-core/axe.js",
    ):
        assert not PackageFinder().find(path), path


def test_only_wanted_files_are_collected() -> None:
    collected = list(PackageFinder().list(None))
    assert 0 < len(collected) < 20
    assert {storage.prefix for _name, storage in collected} == {f"npm/{name}" for name in settings.NPM_FILES}
