import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def _static_files_by_their_own_names(settings: LazySettings) -> None:
    """Hashed names exist only once an installation has collected its static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
