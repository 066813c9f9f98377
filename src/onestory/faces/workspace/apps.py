from django.apps import AppConfig
from django.http import HttpRequest


class WorkspaceConfig(AppConfig):
    name = "onestory.faces.workspace"
    label = "workspace"
    verbose_name = "Workspace"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from onestory.faces.workspace.guarding import notices
        from onestory.ui import navigation

        navigation.notice_by(name="emergency", notices=notices.of_an_emergency)
        user_logged_out.connect(notices.end_with_signing_out, dispatch_uid="onestory.end_emergencies")
        navigation.add_place(label="Today", url_name="workspace:today", order=1, is_for=_works_here)
        navigation.add_place(label="Families", url_name="workspace:families", order=2, is_for=_may_find)
        navigation.add_place(label="Requests", url_name="workspace:requests", order=3, is_for=_may_ask)
        navigation.add_place(label="Measures", url_name="workspace:measures", order=5, is_for=_may_count)
        navigation.add_place(label="Feeds", url_name="workspace:feeds", order=7, is_for=_may_keep_feeds)
        navigation.add_place(label="Pairs", url_name="workspace:doubtful", order=6, is_for=_may_judge_pairs)
        navigation.add_place(label="Governance", url_name="workspace:governance", order=8, is_for=_may_govern)
        navigation.add_place(label="Staff", url_name="workspace:staff", order=9, is_for=_may_review)
        navigation.search_at(url_name="workspace:find", is_for=_may_find)
        navigation.write_at(url_name="workspace:choose_family", is_for=_may_write)


def _works_here(request: HttpRequest) -> bool:
    return getattr(request.user, "kind", "staff") != "family"


def _may_ask(request: HttpRequest) -> bool:
    from onestory.access.roles import May

    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.may(May.ASK_FOR_HELP))


def _may_count(request: HttpRequest) -> bool:
    from onestory.support.measures import can_count

    viewer = getattr(request, "viewer", None)
    # Supervisors are led there from caseloads: with one place more their bar would not fit on a laptop.
    return bool(viewer and can_count(viewer) and "supervisor" not in viewer.roles)


def _may_govern(request: HttpRequest) -> bool:
    from onestory.access.roles import May

    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.may(May.GOVERN))


def _may_keep_feeds(request: HttpRequest) -> bool:
    from onestory.linkage.permissions import can_keep_feeds

    viewer = getattr(request, "viewer", None)
    return bool(viewer and can_keep_feeds(viewer))


def _may_judge_pairs(request: HttpRequest) -> bool:
    from onestory.access.roles import May

    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.may(May.JUDGE_PAIRS))


def _may_review(request: HttpRequest) -> bool:
    from onestory.access.roles import May

    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.may(May.REVIEW_TEAM))


def _may_find(request: HttpRequest) -> bool:
    from onestory.access.roles import May

    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.may(May.FIND_FAMILIES))


def _may_write(request: HttpRequest) -> bool:
    from onestory.people.permissions import can_write

    viewer = getattr(request, "viewer", None)
    return bool(viewer and can_write(viewer))
