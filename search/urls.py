"""Addresses of the search: the page under a language, the titles offered while typing without one."""

from django.urls import path

from search import views, wish_views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/wish/", wish_views.wish, name="search_wish"),
]
without_language = [path("search/suggest", views.suggest, name="search_suggest")]
