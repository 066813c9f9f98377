from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "onestory.access"
    label = "access"
    verbose_name = "Accounts, roles and grants"
    default_auto_field = "django.db.models.BigAutoField"
