"""The workspace's addresses. Identifiers in them give nothing away; what was searched for never appears in one.

Each journey lists its own in its `urls.py`; all of them answer to the one namespace `workspace`.
"""

from django.urls import include, path

_JOURNEYS = "onestory.faces.workspace"

app_name = "workspace"
urlpatterns = [
    # Who needs me now, and finding them.
    path("", include(f"{_JOURNEYS}.today.urls")),
    path("", include(f"{_JOURNEYS}.tasks.urls")),
    path("", include(f"{_JOURNEYS}.working.urls")),
    path("", include(f"{_JOURNEYS}.caseload.urls")),
    path("", include(f"{_JOURNEYS}.measures.urls")),
    path("", include(f"{_JOURNEYS}.finding.urls")),
    path("", include(f"{_JOURNEYS}.families.urls")),
    # Requests for support.
    path("", include(f"{_JOURNEYS}.asking.urls")),
    # A family's page, its story and its circle.
    path("", include(f"{_JOURNEYS}.family.urls")),
    path("", include(f"{_JOURNEYS}.parts.urls")),
    path("", include(f"{_JOURNEYS}.circle.urls")),
    path("", include(f"{_JOURNEYS}.own_pages.urls")),
    # Walking alongside them: at which level, its reviews, its plan.
    path("", include(f"{_JOURNEYS}.walking.urls")),
    path("", include(f"{_JOURNEYS}.plan.urls")),
    path("", include(f"{_JOURNEYS}.introducing.urls")),
    # Whether someone is alongside, emergencies, and keeping a record to those who are named.
    path("", include(f"{_JOURNEYS}.alongside.urls")),
    path("", include(f"{_JOURNEYS}.guarding.urls")),
    path("", include(f"{_JOURNEYS}.conflicts.urls")),
    # Deciding together.
    path("", include(f"{_JOURNEYS}.triage.urls")),
    # Doubtful pairs, for records stewards.
    path("", include(f"{_JOURNEYS}.doubtful.urls")),
    # Information governance.
    path("", include(f"{_JOURNEYS}.governance.urls")),
    # Partners' files.
    path("", include(f"{_JOURNEYS}.feeds.urls")),
    # Accounts, teams, and their quarterly review.
    path("", include(f"{_JOURNEYS}.staff.urls")),
    # Writing something down, and the drafts it keeps.
    path("", include(f"{_JOURNEYS}.writing.urls")),
    path("", include(f"{_JOURNEYS}.entries.urls")),
    path("", include(f"{_JOURNEYS}.attachments.urls")),
    path("", include(f"{_JOURNEYS}.drafts.urls")),
    # Contacts and appointments, and reaching out to whoever was not seen.
    path("", include(f"{_JOURNEYS}.contacts.urls")),
    # Doing it differently, what was learnt, and thinking about the work.
    path("", include(f"{_JOURNEYS}.exceptions.urls")),
    path("", include(f"{_JOURNEYS}.reflecting.urls")),
    # Worries about a family.
    path("", include(f"{_JOURNEYS}.worries.urls")),
    # Starting a record.
    path("", include(f"{_JOURNEYS}.start.urls")),
    # People: names, homes, how to reach them, how they are related.
    path("", include(f"{_JOURNEYS}.people.urls")),
    # Facts: told once, confirmed, agreed.
    path("", include(f"{_JOURNEYS}.facts.urls")),
    # Two records of one person, or of one family.
    path("", include(f"{_JOURNEYS}.merging.urls")),
]
