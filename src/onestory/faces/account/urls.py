"""Addresses under /account/ that are ours; the library's own are chosen in `config.urls`."""

from django.urls import path

from onestory.faces.account import entering, helping, hiding, sessions

app_name = "own"
urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/others/end", sessions.end_others, name="end_other_sessions"),
    path("sessions/shared", sessions.share, name="share_session"),
    path("sessions/<uuid:number>/end", sessions.end, name="end_session"),
    path("hidden/", hiding.hidden, name="hidden"),
    # Whoever cannot get in.
    path("asleep/", entering.asleep, name="asleep"),
    path("no-account/", entering.no_account, name="no_account"),
    path("second-step/", entering.second_step, name="second_step"),
    path("second-step/unreadable/", entering.unreadable, name="unreadable"),
    path("set-up/<str:token>/", entering.set_up, name="set_up"),
    # Whoever lets them in, and agrees to who works where.
    path("others/", helping.helping, name="helping"),
    path("others/<uuid:whose>/let-in", helping.recover, name="recover"),
    path("others/<uuid:whose>/wake", helping.wake, name="wake"),
    path("let-in/<uuid:recovery_id>/agree", helping.confirm_recovery, name="confirm_recovery"),
    path("let-in/<uuid:recovery_id>/link", helping.recovery_link, name="recovery_link"),
    path("placements/<uuid:placement_id>/agree", helping.agree_placement, name="agree_placement"),
    path("placements/<uuid:placement_id>/refuse", helping.refuse_placement, name="refuse_placement"),
]
