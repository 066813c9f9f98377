from django.urls import path

from onestory.faces.workspace.facts import views

urlpatterns = [
    path("families/<uuid:family_id>/facts/<uuid:fact_id>", views.fact, name="fact"),
    path("families/<uuid:family_id>/facts/<uuid:fact_id>/end", views.end, name="end_fact"),
    path("families/<uuid:family_id>/facts/<slug:theme>", views.theme, name="facts"),
]
