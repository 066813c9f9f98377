from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "onestory.network"
    label = "network"
    verbose_name = "Organisations and sites"
    default_auto_field = "django.db.models.BigAutoField"
