from django.urls import path

from onestory.faces.workspace.doubtful import views

_HERE = "doubtful-pairs"

urlpatterns = [
    path(_HERE, views.overview, name="doubtful"),
    path(f"{_HERE}/take-back", views.take_back, name="take_back"),
    path(f"{_HERE}/<slug:lane>", views.lane, name="doubtful_lane"),
]
