from django.urls import path

from onestory.faces.workspace.governance import agreements, audit, views

_HERE = "governance"

urlpatterns = [
    path("alerts", views.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/take-on", views.take_on, name="take_on"),
    path(_HERE, views.overview, name="governance"),
    path(f"{_HERE}/emergencies", views.emergencies, name="emergencies"),
    path(f"{_HERE}/emergencies/<uuid:opened_id>", views.emergency, name="opened"),
    path(f"{_HERE}/denials", views.denials, name="denials"),
    path(f"{_HERE}/denials/new", views.write_denial, name="write_denial"),
    path(f"{_HERE}/denials/<uuid:denial_id>", views.lift_denial, name="lift_denial"),
    path(f"{_HERE}/questions", views.questions, name="questions"),
    # A family known by its reference alone.
    path(f"{_HERE}/families/<uuid:reference>/restrict", views.restrict, name="restrict_by_reference"),
    path(f"{_HERE}/families/<uuid:reference>/keep-out/<uuid:account_id>", views.keep_out, name="keep_out_by_reference"),
    path(f"{_HERE}/agreements", agreements.listed, name="agreements"),
    path(f"{_HERE}/agreements/new", agreements.write, name="write_agreement"),
    path(f"{_HERE}/agreements/<uuid:agreement_id>", agreements.agreement, name="agreement"),
    path(f"{_HERE}/audit", audit.search, name="audit"),
]
