"""Asking for help. Neutral addresses: what was asked, and by whom, never stands in one (HZ-12)."""

from django.urls import path

from onestory.faces.public import answering, asking, hearing

app_name = "public"
urlpatterns = [
    path("", asking.start, name="start"),
    path("<int:number>", asking.step, name="step"),
    path("<int:number>/keep", asking.keep, name="keep"),
    path("now", asking.now, name="now"),
    path("check", asking.check, name="check"),
    path("sent", asking.sent, name="sent"),
    path("hidden", asking.hidden, name="hidden"),
    path("leave", asking.leave, name="leave"),
    path("back", hearing.back, name="back"),
    path("word/<str:token>/keep", answering.keep, name="keep_word"),
    path("word/<str:token>", answering.word, name="word"),
]
