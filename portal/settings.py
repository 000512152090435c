"""All settings, read from the environment. `.env.example` lists every variable."""

from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from environs import Env

from accounts.terms.text import EXAMPLE_FILE
from portal import safety

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# --- What kind of installation this is --------------------------------------------------
DEBUG: bool = env.bool("DEBUG", False)
DEMO: bool = env.bool("DEMO", False)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
SITE_URL: str = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
DATABASE_URL: str = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'surefoot.sqlite3'}")
REDIS_URL: str = env.str("REDIS_URL", "")
SECRET_KEY: str = env.str("SECRET_KEY", "")
# Keys that held before: what they sealed and signed is still read.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
# None: nobody has said, which production does not accept. Without a proxy it is 0.
TRUSTED_PROXY_COUNT: int | None = env.int("TRUSTED_PROXY_COUNT", None)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT or 0
TERMS_FILE: str = env.str("TERMS_FILE", "") or str(EXAMPLE_FILE)

# The mailbox and the style guide. They show other people's mail: never outside demo and development.
DEVELOPMENT_PAGES = DEBUG or DEMO
HTTPS = SITE_URL.startswith("https://")

EMAIL_HOST: str = env.str("EMAIL_HOST", "")
EMAIL_PORT: int = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER: str = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = env.bool("EMAIL_USE_TLS", EMAIL_PORT == 587)
EMAIL_USE_SSL: bool = env.bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT: int = env.int("EMAIL_TIMEOUT", 10)
# Neutral on purpose: a sender's name is read on a lock screen.
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "Reminders <reminders@localhost>")
# 0 means no limit.
MAIL_MAX_PER_MINUTE: int = env.int("MAIL_MAX_PER_MINUTE", 60)
REMINDER_SPREAD_SECONDS: int = env.int("REMINDER_SPREAD_SECONDS", 0)
DATABASE_POOL_SIZE: int = env.int("DATABASE_POOL_SIZE", 8)
LOG_LEVEL: str = env.str("LOG_LEVEL", "INFO")
env.seal()

if not SECRET_KEY and DEVELOPMENT_PAGES:
    SECRET_KEY = "development-only-" + "x" * 40
safety.refuse(safety.wrong_values(globals()))

# --- Rooms ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "accounts",
    "exercises",
    "portal",
]
if DEVELOPMENT_PAGES:
    INSTALLED_APPS.append("portal.mailbox")

MIDDLEWARE = [
    # These four first, so that their headers stand on every answer, also on one that goes no further.
    "csp.middleware.CSPMiddleware",
    "portal.headers.SafeHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.asking.AskingMiddleware",
    "accounts.sessions.middleware.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PersonMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "accounts.terms.middleware.TermsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.failures.TroubleMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.look.context",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database and cache -----------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE: with Django's default a read-then-write transaction fails with "database is locked".
    # FULL: a tick is a health record; WAL with NORMAL may lose the last ones on power loss.
    # secure_delete: what is erased is overwritten, not only forgotten.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    # A pool also serves Celery, which closes its connection after each task.
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": DATABASE_POOL_SIZE}
    DATABASES["default"]["CONN_MAX_AGE"] = 0

# Shared by all processes: allauth keeps its rate limits here.
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "surefoot_cache"}}
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}  # type: ignore[assignment]

# --- Celery: wakes the pump, decides nothing -----------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if not REDIS_URL:
    BROKER_DIR = VAR_DIR / "broker"
    BROKER_DIR.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR),
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_TASK_TIME_LIMIT = 60
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_ENABLE_UTC = True
# Entries expire before the next one comes, so that a stopped worker does not wake to a pile of them.
CELERY_BEAT_SCHEDULE = {
    "reminders": {"task": "portal.reminders.tasks.tick", "schedule": 30.0, "options": {"expires": 25}},
    "purge": {
        "task": "portal.privacy.tasks.purge",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
    "recheck_routines": {
        "task": "portal.routines.tasks.recheck_routines",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 3600},
    },
    # Just after each midnight that somebody lives by; zones differ by whole, half or quarter hours.
    "recheck_clashing": {
        "task": "portal.routines.tasks.recheck_clashing",
        "schedule": crontab(minute="1,16,31,46"),
        "options": {"expires": 600},
    },
}

# --- People and sign-in (reasons beside each choice in docs/decisions/0002-sign-in.md) -----
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    # First: the others would take their time over a text without end.
    {"NAME": "accounts.sign_in.passwords.NotTooLongValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "first_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.sign_in.passwords.ContextWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:start"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the old one holds until the new one is proven
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # allauth's own box; ours is accounts/sign_in/own_device.py
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.PasswordLoginForm",
    "request_login_code": "accounts.sign_in.forms.RequestCodeForm",
    "set_password": "accounts.sign_in.forms.NewPasswordForm",
    "change_password": "accounts.sign_in.forms.OtherPasswordForm",
    "reset_password_from_key": "accounts.sign_in.forms.ForgottenPasswordForm",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "accounts.sign_in.factors.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.sign_in.forms.SecondStepForm",
    "authenticate_webauthn": "accounts.sign_in.forms.SecondStepByPasskeyForm",
    "reauthenticate": "accounts.sign_in.forms.AgainByCodeForm",
    "reauthenticate_webauthn": "accounts.sign_in.forms.AgainByPasskeyForm",
    "login_webauthn": "accounts.sign_in.forms.PasskeyLoginForm",
    "activate_totp": "accounts.sign_in.forms.ActivateAppForm",
    "add_webauthn": "accounts.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.sign_in.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Passkeys want https; a browser lets its own machine off, and so does the demo.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT_PAGES
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = False
MFA_TOTP_TOLERANCE = 0
MFA_TOTP_ISSUER = "Surefoot"
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on every request; our own middleware stamps once a minute

SESSION_COOKIE_AGE = 30 * 24 * 3600  # at most; the limits that count are in accounts/sessions/limits.py
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.sessions.views.csrf_failure"
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Headers ------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "report-uri": ["/csp-report/"],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a routine of 20 exercises sends about 450
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# The first one leaves out every file of a request that is larger than a photo may be.
FILE_UPLOAD_HANDLERS = [
    "exercises.own.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
elif DEMO:
    # Compressing 1,500 pictures takes a minute, and nothing is gained by it on one's own machine.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}

# --- Mail ---------------------------------------------------------------------------------------
MAILBOX_DIR = VAR_DIR / "mailbox"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if DEVELOPMENT_PAGES and not EMAIL_HOST:
    EMAIL_BACKEND = "portal.mailbox.backend.EmailBackend"

# Row ids only: no name, no address, no note ever reaches the log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "portal.logs.PlainFormatter", "fmt": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Celery sets the level of the root logger from its own command line; the demo's mail is told all the same.
    # The newest link of the record of who looked is told once a day, whatever the level of the rest.
    "loggers": {"portal.mailbox": {"level": "INFO"}, "accounts.record": {"level": "INFO"}},
}

# The whole is judged at the end, when everything above has been worked out.
safety.refuse(safety.complaints(globals()))
