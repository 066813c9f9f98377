from django.urls import path

from onestory.faces.workspace.feeds import details, quality, views

_FEED = "feeds/<slug:feed>"

urlpatterns = [
    path("feeds", views.listed, name="feeds"),
    path(_FEED, views.feed, name="feed"),
    path("feeds-quality", quality.show, name="quality"),
    path("details", details.listed, name="details"),
    path(
        "families/<uuid:family_id>/people/<uuid:person_id>/details/<slug:detail>",
        details.set_aside,
        name="set_detail_aside",
    ),
    path(f"{_FEED}/agree", views.agree, name="agree_feed"),
    path(f"{_FEED}/rows", views.rows, name="feed_rows"),
    path(f"{_FEED}/deliveries/<uuid:delivery_id>", views.answer, name="answer_delivery"),
]
