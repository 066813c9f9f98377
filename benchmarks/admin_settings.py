"""Onestory's tables under Django's own admin, for comparison: its usual middleware, everything allowed, no second wall."""

from onestory.config.settings import *  # noqa: F403
from onestory.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Our models of accounts import it, and it will not be imported without.
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "benchmarks.admin_pages"
AUTHENTICATION_BACKENDS = ["benchmarks.admin_pages.AllAllowed"]
# The admin's style is not gathered: only its page is asked for.
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
