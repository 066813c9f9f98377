from django.urls import path

from onestory.faces.workspace.asking import acting, asked, families, homes, passing, reaching, showing, taking

urlpatterns = [
    path("requests", showing.waiting, name="requests"),
    path("requests/ended", showing.ended, name="requests_ended"),
    path("requests/asked-by-me", asked.by_me, name="asked"),
    path("requests/new", taking.begin, name="begin_request"),
    path("requests/new/<uuid:draft_id>", taking.take, name="new_request"),
    path("requests/<uuid:request_id>", showing.one, name="request"),
    path("requests/<uuid:request_id>/look-at", acting.look_at, name="look_at_request"),
    path("requests/<uuid:request_id>/take", acting.take_over, name="take_request"),
    path("requests/<uuid:request_id>/give-back", acting.give_back, name="give_back_request"),
    path("requests/<uuid:request_id>/note", acting.note, name="note_request"),
    path("requests/<uuid:request_id>/offer", acting.offer, name="offer_help"),
    path("requests/<uuid:request_id>/end", acting.end, name="end_request"),
    path("requests/<uuid:ended_request_id>/open-again", acting.open_again, name="open_request_again"),
    path("requests/<uuid:request_id>/reach", reaching.correct, name="correct_reach"),
    path("requests/<uuid:request_id>/family", families.find, name="request_family"),
    path("requests/told-home/<uuid:told_id>", homes.check, name="told_home"),
    path("requests/<uuid:request_id>/start", families.start, name="start_for_request"),
    path("requests/<uuid:request_id>/join", families.join, name="join_request"),
    path("requests/<uuid:request_id>/pass-on", passing.offer, name="pass_on"),
    path("requests/passed-on/<uuid:passed_id>", passing.take_back, name="take_back_request"),
    path("requests/offered/<uuid:passing_id>", passing.answer, name="offered_request"),
    path("requests/offered/<uuid:passing_id>/accept", passing.accept, name="accept_request"),
    path("requests/tell/<uuid:telling_id>", acting.tell, name="tell_asker"),
]
