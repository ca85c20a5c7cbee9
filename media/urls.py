"""Addresses of public files; MEDIA_URL in the settings must say the same."""

from django.urls import path

from media.captions import serving as captions
from media.folders import SIGNED
from media.serving import serve, serve_signed

app_name = "media"
urlpatterns = [
    path("captions/<uuid:pk>/<int:version>.<str:form>", captions.serve, name="captions"),
    path(f"media/{SIGNED}/<str:token>/<str:name>/<path:file>", serve_signed, name="signed"),
    path("media/<path:path>", serve, name="file"),
]
