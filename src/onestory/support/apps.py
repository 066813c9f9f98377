from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "onestory.support"
    label = "support"
    verbose_name = "Walking alongside"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from onestory.access import parting
        from onestory.support.actions import leaving

        parting.when_leaving(leaving.hand_over)
