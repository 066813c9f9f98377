from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "onestory.core"
    label = "core"
    verbose_name = "What everything rests on"
    default_auto_field = "django.db.models.BigAutoField"
