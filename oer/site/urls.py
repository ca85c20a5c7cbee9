"""Addresses of the shell that carry no language prefix."""

from django.urls import path

from oer.site import views

urlpatterns = [
    path("language/<str:code>/", views.choose_language, name="choose_language"),
]
