"""Addresses of public files (MEDIA_URL in the settings must say the same), and of uploads under way."""

from django.urls import path

from media.captions import serving as captions
from media.folders import SIGNED
from media.serving import serve, serve_signed
from media.uploading.tus import UploadsView, UploadView

app_name = "media"
urlpatterns = [
    path("captions/<uuid:pk>/<int:version>.<str:form>", captions.serve, name="captions"),
    path(f"media/{SIGNED}/<str:token>/<str:name>/<path:file>", serve_signed, name="signed"),
    path("videos/uploads/", UploadsView.as_view(), name="uploads"),
    path("videos/uploads/<uuid:pk>/", UploadView.as_view(), name="upload"),
    path("media/<path:path>", serve, name="file"),
]
