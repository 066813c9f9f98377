from django.urls import path

from onestory.faces.workspace.drafts import views

urlpatterns = [
    path("drafts/<uuid:draft_id>", views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/throw-away", views.throw_away, name="throw_away_draft"),
]
