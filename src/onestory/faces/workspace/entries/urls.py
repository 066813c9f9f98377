from django.urls import path

from onestory.faces.workspace.entries import views

urlpatterns = [
    path("families/<uuid:family_id>/entries/<uuid:entry_id>", views.entry, name="entry"),
    path("families/<uuid:family_id>/entries/<uuid:entry_id>/correct", views.correct, name="correct"),
]
