"""The migrations say what the models say."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = ("oer.", "search", "media")


@pytest.mark.django_db
def test_no_model_changed_without_a_migration():
    output = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=3, stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue())


def test_each_app_has_one_line_of_migrations():
    loader = MigrationLoader(None)
    assert not loader.detect_conflicts()


@pytest.mark.django_db
def test_every_table_of_ours_is_there():
    models = [
        model for app in apps.get_app_configs() if app.name.startswith(OURS) for model in app.get_models()
    ]
    assert models
    missing = {model._meta.db_table for model in models} - set(connection.introspection.table_names())
    assert not missing
