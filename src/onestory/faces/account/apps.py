from django.apps import AppConfig
from django.http import HttpRequest


class OwnAccountConfig(AppConfig):
    name = "onestory.faces.account"
    label = "own_account"
    verbose_name = "One's own account"

    def ready(self) -> None:
        from allauth.account import signals as account
        from allauth.mfa import signals as steps
        from django.contrib.auth.signals import user_logged_in

        from onestory.faces.account import changes
        from onestory.ui import navigation

        for signal in (account.password_changed, account.password_set):
            signal.connect(changes.of_password, dispatch_uid="onestory")
        for signal in (steps.authenticator_added, steps.authenticator_removed, steps.authenticator_reset):
            signal.connect(changes.of_second_step, dispatch_uid="onestory")
        user_logged_in.connect(changes.tell_of_recovery, dispatch_uid="onestory.tell_of_recovery")
        navigation.add_place(label="Letting in", url_name="own:helping", order=90, is_for=_may_agree)


def _may_agree(request: HttpRequest) -> bool:
    from onestory.access.roles import May

    viewer = getattr(request, "viewer", None)
    return bool(viewer and (viewer.may(May.MANAGE_ACCOUNTS) or "supervisor" in viewer.roles))
