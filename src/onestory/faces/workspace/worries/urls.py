from django.urls import path

from onestory.faces.workspace.worries import acts, views

_ALL = "families/<uuid:family_id>/worries"
_ONE = f"{_ALL}/<uuid:worry_id>"

urlpatterns = [
    path(_ALL, views.worries, name="worries"),
    path(f"{_ALL}/raise", views.begin, name="begin_worry"),
    path(f"{_ALL}/raise/<uuid:draft_id>", views.raise_worry, name="raise_worry"),
    path(_ONE, views.worry, name="worry"),
    path(f"{_ONE}/take-on", acts.take_on, name="take_on_worry"),
    path(f"{_ONE}/look", acts.look, name="look_at_worry"),
    path(f"{_ONE}/refer", acts.refer, name="refer_worry"),
    path(f"{_ONE}/tell", acts.tell_family, name="tell_of_worry"),
    path(f"{_ONE}/end", acts.end, name="end_worry"),
    path(f"{_ALL}/<uuid:referred_worry_id>/answer", acts.hear, name="hear_of_worry"),
    path(f"{_ALL}/<uuid:ended_worry_id>/open-again", acts.reopen, name="reopen_worry"),
    path("worries/calls/<uuid:call_id>", views.call, name="worry_call"),
]
