from django.urls import path

from onestory.faces.workspace.worries import acts, loose, views

_ALL = "families/<uuid:family_id>/worries"
_ONE = f"{_ALL}/<uuid:worry_id>"
_LOOSE = "worries/<uuid:loose_worry_id>"

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
    path("worries", loose.mine, name="my_worries"),
    path("worries/raise", loose.begin, name="begin_loose_worry"),
    path("worries/raise/<uuid:draft_id>", loose.raise_worry, name="raise_loose_worry"),
    path("requests/<uuid:request_id>/worry", loose.begin_from_request, name="begin_worry_from_request"),
    path(_LOOSE, loose.worry, name="loose_worry"),
    path(f"{_LOOSE}/look", loose.look, name="look_at_loose_worry"),
    path(f"{_LOOSE}/refer", loose.refer, name="refer_loose_worry"),
    path(f"{_LOOSE}/tell", loose.tell_family, name="tell_of_loose_worry"),
    path(f"{_LOOSE}/end", loose.end, name="end_loose_worry"),
    path(f"{_LOOSE}/family", loose.join, name="join_worry"),
    path("worries/<uuid:loose_referred_id>/answer", loose.hear, name="hear_of_loose_worry"),
    path("worries/<uuid:loose_ended_id>/open-again", loose.reopen, name="reopen_loose_worry"),
    path("worries/calls/<uuid:call_id>", views.call, name="worry_call"),
]
