"""Addresses of captions in the admin."""

from django.urls import path

from media.captions import editing, views

app_name = "captions"
urlpatterns = [
    path("add/<uuid:video>/", views.AddView.as_view(), name="add"),
    path("recognise/<uuid:video>/", views.RecogniseView.as_view(), name="recognise"),
    path("<uuid:pk>/", editing.EditView.as_view(), name="edit"),
    path("<uuid:pk>/save/", editing.SaveView.as_view(), name="save"),
    path("<uuid:pk>/shift/", editing.ShiftView.as_view(), name="shift"),
    path("<uuid:pk>/confirm/", views.ConfirmView.as_view(), name="confirm"),
    path("<uuid:pk>/facts/", views.RenameView.as_view(), name="rename"),
    path("<uuid:pk>/take-back/", views.TakeBackView.as_view(), name="take_back"),
    path("<uuid:pk>/delete/", views.DeleteView.as_view(), name="delete"),
    path("<uuid:pk>/captions.vtt", views.FileView.as_view(), name="file"),
]
