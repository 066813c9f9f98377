from django.urls import path

from onestory.faces.workspace.parts import views

urlpatterns = [
    path("families/<uuid:family_id>/story/<slug:part>/versions", views.versions, name="part_versions"),
    path("families/<uuid:family_id>/story/<slug:part>/<slug:voice>", views.part, name="part"),
]
