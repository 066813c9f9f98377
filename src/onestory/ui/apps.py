from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "onestory.ui"
    label = "ui"
