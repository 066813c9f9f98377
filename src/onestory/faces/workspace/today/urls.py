from django.urls import path

from onestory.faces.workspace.today import views

urlpatterns = [
    path("", views.show, name="today"),
    path("waiting/<slug:kind>", views.waiting, name="waiting"),
]
