from django.urls import path

from onestory.faces.workspace.staff import reviews, views

_ONE = "staff/accounts/<uuid:account_id>"

urlpatterns = [
    path("staff", views.accounts, name="staff"),
    path("staff/accounts/open", views.open_account, name="open_account"),
    path(_ONE, views.account, name="account"),
    path(f"{_ONE}/team", views.place, name="place_in_team"),
    path(f"{_ONE}/team/<uuid:membership_id>/end", views.end_place, name="end_place"),
    path(f"{_ONE}/supervision", views.supervision, name="supervision"),
    path(f"{_ONE}/close", views.close, name="close_account"),
    # Each quarter: who is in the team, and is that still right?
    path("staff/reviews", reviews.listed, name="reviews"),
    path("staff/reviews/<uuid:team_id>", reviews.review, name="review"),
]
