"""The application, for a page server."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestory.config.settings")
application = get_wsgi_application()

# Every page's code is read now, and not at somebody's first visit. All that stays until the end, so the collector of garbage is
# told to leave it alone: nobody should wait for a page while it is looked through.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
