from django.urls import path

from onestory.faces.workspace.merging import families, merges, people

_FAMILY = "families/<uuid:family_id>"

urlpatterns = [
    # Two records of one person, or of one family: find the other, read the plan, put them together.
    path(f"{_FAMILY}/people/<uuid:person_id>/same", people.same_person, name="same_person"),
    path(f"{_FAMILY}/same", families.same_family, name="same_family"),
    # What was put together, and taking it apart again.
    path("merges", merges.merges, name="merges"),
    path(f"{_FAMILY}/merges/<uuid:merge_id>", merges.merge, name="merge"),
]
