"""The workspace's addresses. Identifiers in them give nothing away; what was searched for never appears in one.

Each journey lists its own in its `urls.py`; all of them answer to the one namespace `workspace`.
"""

from django.urls import include, path

_JOURNEYS = "onestory.faces.workspace"

app_name = "workspace"
urlpatterns = [
    # Who needs me now, and finding them.
    path("", include(f"{_JOURNEYS}.today.urls")),
    # A family's page and its story.
    # Writing something down, and the drafts it keeps.
    # Starting a record.
    # People: names, homes, how to reach them, how they are related.
    # Facts: told once, confirmed, agreed.
]
