"""Addresses of public files; MEDIA_URL in the settings must say the same."""

from django.urls import path

from media.serving import serve

app_name = "media"
urlpatterns = [path("media/<path:path>", serve, name="file")]
