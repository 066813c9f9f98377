from django.urls import path

from onestory.ui.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.parts_page, name="parts"),
    path("form/", views.form_page, name="form"),
    path("mistakes/", views.mistakes_page, name="mistakes"),
]
