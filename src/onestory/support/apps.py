from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "onestory.support"
    label = "support"
    verbose_name = "Walking alongside"
    default_auto_field = "django.db.models.BigAutoField"
