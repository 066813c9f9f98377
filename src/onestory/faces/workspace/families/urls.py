from django.urls import path

from onestory.faces.workspace.families import views

urlpatterns = [
    path("families", views.families, name="families"),
]
