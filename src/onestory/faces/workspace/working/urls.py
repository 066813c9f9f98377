from django.urls import path

from onestory.faces.workspace.working import views

urlpatterns = [
    path("away", views.away, name="away"),
    path("away/stand-in", views.stand_in, name="stand_in"),
    path("away/<uuid:deputy_id>/end", views.end, name="end_deputy"),
    path("teams/<uuid:team_id>/inbox", views.inbox, name="team_inbox"),
]
