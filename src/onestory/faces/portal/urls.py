"""A family's own space. Neutral addresses: a history, or a glance over a shoulder, says nothing (HZ-12)."""

from django.urls import path

from onestory.faces.portal import plans, views

app_name = "portal"
urlpatterns = [
    path("", views.own, name="own"),
    path("plan", plans.show, name="plan"),
    path("plan/answer", plans.answer, name="answer_plan"),
    path("plan/done", plans.done, name="own_step_done"),
    path("plan/better", plans.better, name="own_win"),
    path("sharing", views.sharing, name="sharing"),
    path("sharing/<uuid:grant_id>/withdraw", views.withdraw, name="withdraw"),
    path("looked", views.looked, name="looked"),
]
