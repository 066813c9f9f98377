from django.urls import path

from onestory.faces.workspace.introducing import answering, consulting, views

_INTRODUCTIONS = "families/<uuid:family_id>/introductions"

urlpatterns = [
    path("introductions", answering.offered, name="introductions_offered"),
    path(_INTRODUCTIONS, views.show, name="introductions"),
    path(f"{_INTRODUCTIONS}/new", views.offer, name="offer_introduction"),
    path(f"{_INTRODUCTIONS}/colleague", views.find, name="find_to_introduce"),
    path(f"{_INTRODUCTIONS}/colleague/<uuid:account_id>", views.offer_colleague, name="offer_colleague"),
    path(f"{_INTRODUCTIONS}/<uuid:introduction_id>", views.change_one, name="introduction"),
    path("families/<uuid:family_id>/consultations/new", consulting.ask, name="consult"),
    path("families/<uuid:family_id>/consultations/<uuid:consultation_id>", consulting.answer, name="consultation"),
]
