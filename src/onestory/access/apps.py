from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "onestory.access"
    label = "access"
    verbose_name = "Accounts, roles and grants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.models import update_last_login
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_init, pre_save

        from onestory.access import second_factors, signing_in

        # Django's own writes on the account before anyone is named who may.
        user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
        user_logged_in.connect(signing_in.remember, dispatch_uid="onestory")
        post_init.connect(second_factors.bind, sender="mfa.Authenticator", dispatch_uid="onestory")
        pre_save.connect(second_factors.refuse_in_the_clear, sender="mfa.Authenticator", dispatch_uid="onestory")
