from django.urls import path

from onestory.faces.workspace.writing import views

urlpatterns = [
    path("write", views.choose_family, name="choose_family"),
    path("families/<uuid:family_id>/write", views.begin, name="begin_writing"),
]
