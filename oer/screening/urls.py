"""Addresses under /admin/screening/."""

from django.urls import path

from oer.screening import desk, views

app_name = "screening"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("review/<int:task_state_id>/", desk.desk, name="desk"),
    path("review/<int:task_state_id>/page/", desk.as_readers_see_it, name="as_readers_see_it"),
    path("review/<int:task_state_id>/judge/<slug:criterion>/", desk.judge, name="judge"),
    path("review/<int:task_state_id>/answer/<slug:criterion>/", desk.rule_on_answer, name="rule_on_answer"),
    path("review/<int:task_state_id>/approve/", desk.approve, name="approve"),
    path("review/<int:task_state_id>/send-back/", desk.send_back, name="send_back"),
    path("readiness/<int:page_id>/", views.readiness, name="readiness"),
    path("page/<int:page_id>/", views.latest_report, name="latest_report"),
    path("page/<int:page_id>/answer/<slug:criterion>/", views.answer, name="answer"),
    path("<uuid:pk>/", views.report, name="report"),
]
