from django.urls import path

from onestory.faces.workspace.finding import views

urlpatterns = [
    path("find", views.find, name="find"),
]
