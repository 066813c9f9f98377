from django.urls import path

from onestory.faces.workspace.people.views import belonging, identity, page, reaching, relations

_PEOPLE = "families/<uuid:family_id>/people/"
_PERSON = _PEOPLE + "<uuid:person_id>/"

urlpatterns = [
    path(_PEOPLE + "add", belonging.add, name="add_person"),
    path(_PEOPLE + "join", belonging.join, name="join_person"),
    path(_PERSON, page.show, name="person"),
    path(_PERSON + "place", belonging.place, name="place"),
    path(_PERSON + "leave", belonging.leave, name="leave"),
    path(_PERSON + "names/add", identity.new_name, name="new_name"),
    path(_PERSON + "names/<uuid:name_id>", identity.correct_name, name="correct_name"),
    path(_PERSON + "birth", identity.birth, name="birth"),
    path(_PERSON + "death", identity.death, name="death"),
    path(_PERSON + "numbers/add", identity.add_number, name="add_number"),
    path(_PERSON + "numbers/<uuid:number_id>", identity.check_number, name="check_number"),
    path(_PERSON + "reach/add", reaching.add_contact, name="add_contact"),
    path(_PERSON + "reach/<uuid:point_id>", reaching.check_again, name="check_again"),
    path(_PERSON + "reach/<uuid:point_id>/stop", reaching.stop_using, name="stop_using"),
    path(_PERSON + "address", reaching.move, name="move"),
    path(_PERSON + "address/<uuid:home_id>", reaching.confidential, name="confidential"),
    path(_PERSON + "relationships/add", relations.relate, name="relate"),
    path(_PERSON + "relationships/<uuid:relationship_id>/end", relations.end_relationship, name="end_relationship"),
    path(_PERSON + "responsibility/add", relations.record_responsibility, name="record_responsibility"),
    path(_PERSON + "responsibility/<uuid:held_id>/end", relations.end_responsibility, name="end_responsibility"),
]
