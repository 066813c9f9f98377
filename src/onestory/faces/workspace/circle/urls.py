from django.urls import path

from onestory.faces.workspace.circle import views

_CIRCLE = "families/<uuid:family_id>/circle"

urlpatterns = [
    path(_CIRCLE, views.circle, name="circle"),
    path(f"{_CIRCLE}/colleague", views.find_colleague, name="find_colleague"),
    path(f"{_CIRCLE}/colleague/<uuid:account_id>", views.bring_in, name="bring_in"),
    path(f"{_CIRCLE}/team", views.open_to_team, name="open_to_team"),
    path(f"{_CIRCLE}/sharing/<uuid:grant_id>/end", views.end_sharing, name="end_sharing"),
    path(f"{_CIRCLE}/own", views.add_own, name="add_own"),
    path(f"{_CIRCLE}/<uuid:member_id>/lead", views.make_lead, name="make_lead"),
    path(f"{_CIRCLE}/<uuid:member_id>/called-lead", views.called_lead, name="called_lead"),
    path(f"{_CIRCLE}/<uuid:member_id>/leave", views.leave, name="leave_circle"),
]
