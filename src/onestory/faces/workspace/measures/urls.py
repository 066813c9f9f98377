from django.urls import path

from onestory.faces.workspace.measures import views

urlpatterns = [
    path("measures", views.show, name="measures"),
    path("measures/<slug:measure>/families", views.behind, name="measure_families"),
]
