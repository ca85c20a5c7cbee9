"""Addresses of uploads under way in the admin."""

from django.urls import path

from media.uploading.discarding import DiscardView

app_name = "uploads"
urlpatterns = [path("<uuid:pk>/discard/", DiscardView.as_view(), name="discard")]
