from django.urls import path

from onestory.faces.workspace.exceptions import views

_ALL = "families/<uuid:family_id>/differently"

urlpatterns = [
    path("learning", views.learning, name="learning"),
    path(_ALL, views.differently, name="differently"),
    path(f"{_ALL}/begin", views.begin, name="begin_differently"),
    path(f"{_ALL}/<uuid:difference_id>", views.difference, name="difference"),
    path(f"{_ALL}/<uuid:difference_id>/look-back", views.look_back, name="look_back"),
    path(f"{_ALL}/<uuid:difference_id>/share", views.share, name="share_learning"),
]
