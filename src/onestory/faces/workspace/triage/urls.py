from django.urls import path

from onestory.faces.workspace.triage import deciding, holding, showing

urlpatterns = [
    path("triage", showing.meetings, name="meetings"),
    path("triage/new", holding.call, name="call_meeting"),
    path("triage/<uuid:meeting_id>", showing.one, name="meeting"),
    path("triage/<uuid:meeting_id>/minutes", showing.minutes, name="minutes"),
    path("triage/<uuid:meeting_id>/people", holding.invite, name="ask_to_meeting"),
    path("triage/<uuid:meeting_id>/came", holding.came, name="came_to_meeting"),
    path("triage/<uuid:meeting_id>/add", holding.add, name="add_to_agenda"),
    path("triage/<uuid:meeting_id>/minute", holding.minute, name="minute_meeting"),
    path("triage/minuted/<uuid:minuted_id>/correct", holding.correct, name="correct_minutes"),
    path("triage/item/<uuid:item_id>/say", deciding.say, name="say_what_is_known"),
    path("triage/item/<uuid:item_id>/decide", deciding.decide, name="decide_together"),
    path("triage/item/<uuid:item_id>/ask", deciding.ask, name="ask_for_a_word"),
    path("triage/word/<uuid:word_id>/take-back", deciding.take_back, name="take_back_word"),
]
