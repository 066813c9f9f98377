from django.urls import path

from onestory.faces.workspace.own_pages import views

_FAMILY = "families/<uuid:family_id>"

urlpatterns = [
    path(f"{_FAMILY}/own-pages", views.listed, name="own_pages"),
    path(f"{_FAMILY}/own-pages/give", views.give, name="give_own_page"),
    path(f"{_FAMILY}/own-pages/<uuid:way_in_id>/close", views.close, name="close_own_page"),
]
