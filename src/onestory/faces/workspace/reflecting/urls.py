from django.urls import path

from onestory.faces.workspace.reflecting import views

urlpatterns = [
    path("families/<uuid:family_id>/reflecting", views.reflecting, name="reflecting"),
    path("families/<uuid:family_id>/reflecting/<slug:prompt>", views.think, name="think"),
]
