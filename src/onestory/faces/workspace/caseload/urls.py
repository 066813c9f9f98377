from django.urls import path

from onestory.faces.workspace.caseload import views

urlpatterns = [
    path("caseloads", views.caseloads, name="caseloads"),
    path("caseload", views.mine, name="caseload"),
    path("caseload/places", views.places, name="caseload_places"),
    path("caseload/<uuid:colleague_id>", views.of_colleague, name="caseload_of"),
    path("caseload/team/<uuid:team_id>", views.of_team, name="caseload_team"),
]
