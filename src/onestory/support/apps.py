from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "onestory.support"
    label = "support"
    verbose_name = "Walking alongside"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from onestory.access import parting
        from onestory.story.actions import drafts
        from onestory.support import contact_queries, ending, worry_queries
        from onestory.support.actions import leaving

        parting.when_leaving(leaving.hand_over)
        drafts.also_becomes(worry_queries.was_raised)
        ending.ask_first(contact_queries.reasons_not_to_end)
