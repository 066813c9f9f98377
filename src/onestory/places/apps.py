from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "onestory.places"
    label = "places"
    verbose_name = "Postcodes, neighbourhoods and wards"
    default_auto_field = "django.db.models.BigAutoField"
