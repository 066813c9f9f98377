from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "onestory.access"
    label = "access"
    verbose_name = "Accounts, roles and grants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.models import update_last_login
        from django.contrib.auth.signals import user_logged_in

        from onestory.access import signing_in

        # Django's own writes on the account before anyone is named who may.
        user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
        user_logged_in.connect(signing_in.remember, dispatch_uid="onestory")
