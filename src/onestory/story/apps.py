from django.apps import AppConfig


class StoryConfig(AppConfig):
    name = "onestory.story"
    label = "story"
    verbose_name = "The story"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from onestory.core import news
        from onestory.story.actions import entries

        news.listen(entries.hear)
