from django.urls import path

from onestory.faces.workspace.guarding import restricting, views

_FAMILY = "families/<uuid:family_id>"

urlpatterns = [
    # Opening a record in an emergency, and looking at it afterwards.
    path("alongside/emergency", views.break_glass, name="break_glass"),
    path(f"{_FAMILY}/emergencies/<uuid:emergency_id>", views.emergency, name="emergency"),
    path(f"{_FAMILY}/restrict", restricting.restrict, name="restrict"),
]
