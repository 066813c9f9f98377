from django.apps import AppConfig
from django.http import HttpRequest


class PortalConfig(AppConfig):
    name = "onestory.faces.portal"
    label = "portal"
    verbose_name = "Families’ own space"

    def ready(self) -> None:
        from onestory.ui import navigation

        navigation.add_place(label="Your page", url_name="portal:own", order=1, is_for=is_of_a_family)
        navigation.add_place(label="Your plan", url_name="portal:plan", order=2, is_for=is_of_a_family)
        navigation.add_place(label="Who can see what", url_name="portal:sharing", order=3, is_for=is_of_a_family)
        navigation.add_place(label="Who looked", url_name="portal:looked", order=4, is_for=is_of_a_family)


def is_of_a_family(request: HttpRequest) -> bool:
    from onestory.access.models import Account

    return getattr(request.user, "kind", "") == Account.Kind.FAMILY
