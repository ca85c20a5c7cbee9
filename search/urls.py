"""Addresses of the search: the page under a language, the titles offered while typing without one."""

from django.urls import path

from search import views

urlpatterns = [path("search/", views.search, name="search")]
without_language = [path("search/suggest", views.suggest, name="search_suggest")]
