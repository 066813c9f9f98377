from django.urls import path

from onestory.faces.workspace.start import views

urlpatterns = [
    path("families/start", views.begin, name="start"),
    path("families/start/alike/<int:row>", views.alike, name="start_alike"),
    path("families/start/<uuid:draft_id>", views.start, name="start_draft"),
    path("families/start/<uuid:draft_id>/keep", views.keep, name="keep_start"),
]
