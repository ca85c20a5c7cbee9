"""Addresses of signing in and of a person's own page (under the language prefix)."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from oer.people.views import AccountView, LoginView

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/", AccountView.as_view(), name="account"),
]
