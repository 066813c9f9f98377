"""Django's settings. What an installation may change is in `environment`; the rest is how Onestory is built."""

from __future__ import annotations

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from onestory.config import environment, logs

ENV = environment.read()


def sign_on_apps(sign_on: environment.SignOn | None) -> list[dict[str, object]]:
    """The library's words for the one provider there may be."""
    if sign_on is None:
        return []
    return [{
        "provider_id": "work", "name": sign_on.name, "client_id": sign_on.client_id, "secret": sign_on.client_secret,
        "settings": {
            "issuer": sign_on.issuer, "server_url": sign_on.issuer.rstrip("/"), "uid_field": "sub",
            "oauth_pkce_enabled": True,
        },
    }]  # fmt: skip


PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.hosts)
NETWORK_NAME = ENV.network_name
# Shown wherever somebody raises a worry.
SOCIAL_CARE = ENV.social_care
DEMO = ENV.demo
FEEDS_FOLDER = ENV.feeds_folder

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "onestory.core",
    "onestory.places",
    "onestory.audit",
    "onestory.access",
    "onestory.network",
    "onestory.people",
    "onestory.story",
    "onestory.support",
    "onestory.linkage",
    "onestory.ui",
    "onestory.faces.workspace",
    "onestory.faces.portal",
    "onestory.faces.account",
    "onestory.faces.public",
]

MIDDLEWARE = [
    "onestory.config.middleware.RequestId",
    "onestory.config.noticing.Refusals",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "onestory.config.guards.Guarded",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onestory.faces.workspace.drafts.rescue.NothingTypedIsLost",
    "onestory.config.middleware.StillHere",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "onestory.config.middleware.SecondStepFirst",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "onestory.config.middleware.NeverStored",
    "onestory.safety.keeping.Doorkeeper",
    "onestory.config.middleware.ActingAsViewer",
]

ROOT_URLCONF = "onestory.config.urls"
WSGI_APPLICATION = "onestory.config.wsgi.application"


LIMITS = "-c statement_timeout=20s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
PLACES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def _database(url: str, *, limits: str = "") -> dict[str, object]:
    """Django's words for an address; how it is to be encrypted and proved (`sslmode`, `sslrootcert`) goes on to the driver."""
    parts = {"dbname": "onestory"} | conninfo_to_dict(url)
    placed = {ours: parts.pop(theirs, "") for theirs, ours in PLACES.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **placed,
        "OPTIONS": parts | ({"options": limits} if limits else {}),
    }


# `default` is the application, which owns nothing and is bound by row-level security; `owner` makes and changes tables and is
# used by `onestory migrate` alone, which may take as long as it needs.
DATABASES: dict[str, dict[str, object]] = {"default": _database(ENV.database_url, limits=LIMITS)}
DATABASES["default"]["OPTIONS"] |= {  # type: ignore[operator]
    "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    # A statement asked again is not planned again: most of what a walled query costs is its planning.
    "server_side_binding": True,
    "prepare_threshold": 3,
}
if ENV.owner_url:
    DATABASES["owner"] = _database(ENV.owner_url)
# The worker's queue is held by a role of its own: no statement of a page can put a job in the way of the nightly watches.
if ENV.queue_url:
    DATABASES["queue"] = _database(ENV.queue_url)
    PROCRASTINATE_DATABASE_ALIAS = "queue"
DATABASE_ROUTERS = ["onestory.config.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "onestory.config.context.network",
                "onestory.ui.context.page_frame",
            ]
        },
    }
]
FORM_RENDERER = "onestory.ui.forms.Renderer"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Style and script are for our own pages: the library would let every other site read them.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Accounts
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["onestory.config.accounts.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Length and not being a known password are what current guidance asks; composition rules are not (NIST SP 800-63B).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name", "job_title")}},
    {"NAME": "onestory.config.passwords.NotOneOfOurWords"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:today"
ACCOUNT_ADAPTER = "onestory.config.accounts.Adapter"
MFA_ADAPTER = "onestory.config.accounts.SecondFactors"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Changing how one signs in asks for the password or passkey again: a session left open must not become an account taken over.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Ten wrong guesses at one account from one address, sixty from one address at any: never ten at one account from anywhere,
# by which anybody could keep anybody out (HZ-89). The key is made in `accounts.Adapter`.
# A whole building signs in at nine o'clock from one address: allauth's thirty a minute would turn most of it away. Guesses are
# counted by `login_failed`.
ACCOUNT_RATE_LIMITS = {"login": "240/m/ip", "login_failed": "10/15m/key,60/15m/ip"}
ACCOUNT_FORMS = {"login": "onestory.faces.account.forms.SignInForm"}
# Shared by every process, or each would count for itself.
CACHES = {"default": {"BACKEND": "onestory.config.remembering.Remembering"}}
# Behind a proxy every visitor would have the proxy's address, and one stranger who guesses passwords would lock
# everybody out (HZ-89).
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.https else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = NETWORK_NAME
MFA_FORMS = {
    "add_webauthn": "onestory.config.second_steps.AddPasskeyForm",
    "authenticate": "onestory.config.second_steps.AuthenticateForm",
    "reauthenticate": "onestory.config.second_steps.ReauthenticateForm",
    "login_webauthn": "onestory.config.second_steps.PasskeyForm",
}
# An address is how somebody is named here, never how they show who they are: whether it was verified decides nothing.
MFA_ALLOW_UNVERIFIED_EMAIL = True
REQUIRE_SECOND_FACTOR = ENV.require_second_factor
# A passkey stands for a password too: whoever holds the phone must show that it is theirs (a finger, a face, a PIN).
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A browser lets passkeys be used on localhost without TLS, and nowhere else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.https

# Single sign-on by OpenID Connect, where one is named. Nobody opens an account by it (`single_sign_on`).
SOCIALACCOUNT_ADAPTER = "onestory.config.single_sign_on.Adapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "onestory.config.sign_on.provider.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": sign_on_apps(ENV.sign_on),
    }
}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SIGN_ON_NAME = ENV.sign_on.name if ENV.sign_on else ""

# How long a session lasts depends on who is signed in and where: `access.session_limits`.
SESSION_ENGINE = "onestory.config.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if ENV.https:
    # A browser takes a cookie of such a name only over TLS and for this host alone: no neighbouring site can plant one.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# What is said once, after a form is saved, is kept with the session: a cookie of its own would hold it in the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "onestory.faces.workspace.drafts.rescue.csrf_failure"

# A page of writing is a few kilobytes. The few that take a file say so in their doors (`guards`), and hold it in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_HANDLERS = ["onestory.config.uploads.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENV.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # Authenticator set-up draws its square code as an image inside the page.
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # A form that begins single sign-on is answered by sending the browser to the provider.
        "form-action": ["'self'", *(ENV.sign_on.origins if ENV.sign_on else ())],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# History is kept by the database in tables of its own (`people.models.history`).
PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_ORDERING = None
# The owner makes the triggers in migrations; the application could not.
PGTRIGGER_SCHEMA_EDITOR = True

# Email is unique whatever its case, by a constraint that Django's check does not recognise.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LOGGING = logs.configuration(level=ENV.log_level)
LOGGING_CONFIG = "logging.config.dictConfig"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
