from django.urls import path

from onestory.faces.workspace.contacts import appointing, named, reaching, views

_FAMILY = "families/<uuid:family_id>"
_ONE = f"{_FAMILY}/appointments/<uuid:appointment_id>"

urlpatterns = [
    path(f"{_FAMILY}/contacts/write", views.begin, name="begin_contact"),
    path(f"{_FAMILY}/write/<uuid:draft_id>", views.write, name="write"),
    path(f"{_FAMILY}/entries/<uuid:entry_id>/named", named.named, name="named"),
    path(f"{_FAMILY}/appointments", appointing.appointments, name="appointments"),
    path(f"{_FAMILY}/appointments/offer", appointing.offer, name="offer_appointment"),
    path(_ONE, appointing.appointment, name="appointment"),
    path(f"{_ONE}/agree", appointing.agree, name="agree_appointment"),
    path(f"{_ONE}/move", appointing.move, name="move_appointment"),
    path(f"{_ONE}/call-off", appointing.call_off, name="call_off_appointment"),
    path(f"{_FAMILY}/appointments/<uuid:past_appointment_id>/missed", appointing.missed, name="missed_appointment"),
    path(f"{_FAMILY}/reach-outs/<uuid:reach_out_id>", reaching.reach_out, name="reach_out"),
]
