from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "onestory.audit"
    label = "audit"
    verbose_name = "Who did what"
    default_auto_field = "django.db.models.BigAutoField"
