from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "onestory.faces.public"
    label = "public"
    verbose_name = "Asking for help, for whoever does not sign in"
