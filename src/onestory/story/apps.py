from django.apps import AppConfig


class StoryConfig(AppConfig):
    name = "onestory.story"
    label = "story"
    verbose_name = "The story"
    default_auto_field = "django.db.models.BigAutoField"
