from django.urls import path

from onestory.faces.workspace.walking import views

_WALKING = "families/<uuid:family_id>/walking"

urlpatterns = [
    path(_WALKING, views.show, name="walking"),
    path(f"{_WALKING}/begin", views.begin, name="begin_walking"),
    path(f"{_WALKING}/<uuid:episode_id>/step", views.step, name="step"),
    path(f"{_WALKING}/<uuid:episode_id>/hand-over", views.hand_over, name="hand_over"),
    path(f"{_WALKING}/<uuid:episode_id>/end", views.end, name="end_walking"),
    path(f"{_WALKING}/<uuid:ended_id>/again", views.again, name="walk_again"),
    path(f"{_WALKING}/reviews/<uuid:review_id>", views.hold, name="hold_review"),
    path(f"{_WALKING}/reviews/<uuid:review_id>/move", views.move, name="move_review"),
]
