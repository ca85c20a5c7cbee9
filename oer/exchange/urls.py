"""Addresses of records, and of the two probes. None of them carries a language."""

from django.urls import path

from oer.exchange import health, views

urlpatterns = [
    path("r/<uuid:identifier>", views.permanent_address, name="permanent_address"),
    path("r/<uuid:identifier>.jsonld", views.described_in_json_ld, name="json_ld"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
