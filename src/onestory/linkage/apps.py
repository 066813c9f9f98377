from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "onestory.linkage"
    label = "linkage"
    verbose_name = "Partner feeds"
    default_auto_field = "django.db.models.BigAutoField"
