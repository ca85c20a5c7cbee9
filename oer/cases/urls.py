"""Addresses of the cases besides their own pages (under the language prefix)."""

from django.urls import path

from oer.cases.views import take_up

urlpatterns = [path("practices/<int:pk>/take-up/", take_up, name="take_up")]
