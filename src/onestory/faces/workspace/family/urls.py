from django.urls import path

from onestory.faces.workspace.family import views

urlpatterns = [
    path("families/<uuid:family_id>", views.family, name="family"),
    path("families/<uuid:family_id>/story", views.timeline_page, name="story"),
]
