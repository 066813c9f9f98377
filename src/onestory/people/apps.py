from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "onestory.people"
    label = "people"
    verbose_name = "People and families"
    default_auto_field = "django.db.models.BigAutoField"
