from django.urls import path

from onestory.faces.workspace.conflicts import views

_KNOWN = "you/people-you-know"
_FAMILY = "families/<uuid:family_id>/keep-out"

urlpatterns = [
    path(_KNOWN, views.people_you_know, name="people_you_know"),
    path(f"{_KNOWN}/<uuid:interest_id>/end", views.end_interest, name="end_interest"),
    path(_FAMILY, views.keep_out, name="keep_out"),
    path(f"{_FAMILY}/<uuid:account_id>", views.keep_them_out, name="keep_them_out"),
]
