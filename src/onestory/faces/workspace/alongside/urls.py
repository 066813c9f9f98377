from django.urls import path

from onestory.faces.workspace.alongside import views

urlpatterns = [
    path("alongside", views.ask, name="alongside"),
]
