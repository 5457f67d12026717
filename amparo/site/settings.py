"""One settings file; what differs between installations comes from the environment."""

import os
from ipaddress import ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from amparo.site.environment import (
    AMPARO_FAULTS,
    allauth_app,
    cache_settings,
    database_settings,
    file_storage_settings,
    find_pillar_apps,
    read_clickhouse_url,
    read_flag,
    read_identity_providers,
    read_secret,
)
from amparo.site.session_secret import find_secret
from amparo.ui import languages

BASE_DIR = Path(__file__).resolve().parent.parent.parent


# Where this installation stores what it writes: database, files, keys.
HOME = Path(os.environ.get("AMPARO_HOME", BASE_DIR / "var"))
try:
    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
except OSError as error:
    raise ImproperlyConfigured(
        f"The folder {HOME} cannot be made ({error.strerror}). Make it for the user that starts "
        "Amparo, or name another one: AMPARO_HOME=/path/to/folder"
    ) from error
DEMO = read_flag("AMPARO_DEMO")
DEBUG = read_flag("AMPARO_DEBUG")
HTTPS = read_flag("AMPARO_HTTPS")
ALLOWED_HOSTS = os.environ.get("AMPARO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
_OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]", "testserver"}
if DEBUG and (HTTPS or os.environ.get("AMPARO_ENV") == "production"):
    raise ImproperlyConfigured("AMPARO_DEBUG shows what is in the house: never where people work.")
if DEBUG and not _OWN_MACHINE.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured("AMPARO_DEBUG is for one's own machine: take away AMPARO_HOSTS.")
if DEMO and not _OWN_MACHINE.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "The demo's password is known to all: AMPARO_DEMO is for one's own machine. Take away "
        f"AMPARO_HOSTS, which names {', '.join(sorted({*ALLOWED_HOSTS} - _OWN_MACHINE))}, or "
        "take away AMPARO_DEMO and use an installation of its own."
    )


# The keys of what is sealed: a file beside the database, or in a folder on another device
# (AMPARO_KEYS); the environment, or a provider's class. What speaks with a hardware token, where
# the file is locked with one; and what a try at its passphrase costs (Argon2id: KiB, passes,
# lanes): a quarter of a gigabyte and most of a second.
AMPARO_KEYS = os.environ.get("AMPARO_KEYS", "")
AMPARO_KEY_RING_FILE = Path(AMPARO_KEYS or HOME / "keys").absolute() / "ring"
AMPARO_PKCS11_MODULE = os.environ.get("AMPARO_PKCS11_MODULE", "")
AMPARO_PASSPHRASE_WORK = (256 * 1024, 3, 4)
AMPARO_KEY_PROVIDER = os.environ.get(
    "AMPARO_KEY_PROVIDER",
    "amparo.foundation.core.encryption.key_ring."
    + ("EnvironmentKeyRing" if os.environ.get("AMPARO_KEY_RING") else "FileKeyRing"),
)
AMPARO_FILE_STORAGE = HOME / "files"
# The virus scanner, where there is one: unix:/run/clamav/clamd.ctl or tcp:localhost:3310.
AMPARO_CLAMD = os.environ.get("AMPARO_CLAMD", "")

# Who else is told the head of the ledger: file:PATH, mailto:ADDRESS, https://ADDRESS (that machine
# is named in AMPARO_OUTBOUND too). The file beside the database is better than nothing; a second
# party is better.
AMPARO_WITNESSES = [
    each.strip()
    for each in os.environ.get("AMPARO_WITNESSES", f"file:{HOME / 'witness' / 'heads'}").split(",")
    if each.strip()
]
# How far the ledger had come, outside the database: whoever shortens the ledger there is seen.
AMPARO_AUDIT_CHECKPOINT = HOME / "ledger" / "checkpoint"
# Whether the letter "who opened your file" names colleagues, or says their role and office only;
# and the years that lines of the ledger are kept before `amparo audit prune` may let them go.
AMPARO_NAMES_IN_LETTERS = read_flag("AMPARO_NAMES_IN_LETTERS")
AMPARO_AUDIT_RETENTION_YEARS = int(os.environ.get("AMPARO_AUDIT_RETENTION_YEARS", "7"))


DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", ""), HOME)}

_session_secret = find_secret(
    HOME / "keys" / "secret",
    os.environ.get("AMPARO_SECRET_KEY", ""),
    [AMPARO_KEY_RING_FILE, HOME / "files"]
    + ([DATABASES["default"]["NAME"]] if "sqlite" in DATABASES["default"]["ENGINE"] else []),
)
# Empty where there is none to be trusted: Django then signs nothing at all.
SECRET_KEY = _session_secret.key
AMPARO_SECRET_IS_NEW = _session_secret.is_new
AMPARO_FAULTS += filter(None, [_session_secret.fault])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_vite",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "amparo.ui",
    "amparo.foundation.core",
    "amparo.foundation.fieldwork",
    "amparo.foundation.people",
    "amparo.foundation.directory",
    "amparo.foundation.protection",
    "amparo.foundation.funding",
    "amparo.foundation.law",
    "amparo.foundation.data_quality",
    "amparo.foundation.standards",
    "amparo.foundation.links",
    "amparo.foundation.agreements",
    "amparo.foundation.record_linkage",
    *find_pillar_apps(BASE_DIR),
    "amparo.api",
    "amparo.ops",
    "amparo.public",
    "amparo.site",  # closes the extension points: the last of the product
    "amparo_demo",
    *(["benchmarks"] if (BASE_DIR / "benchmarks/apps.py").exists() else []),  # not shipped
]
MIDDLEWARE = [
    "amparo.site.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages travel small on slow lines; it pads them at random against guessing by size (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "amparo.api.middleware.TokenEndpointMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "amparo.site.display_modes.DisplayModesMiddleware",
    "amparo.site.middleware.LocaleMiddleware",
    "amparo.foundation.core.accounts.sessions.SessionSecurityMiddleware",
    "amparo.api.middleware.TokenAuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Before anything reads what was sent: what no disk has room for, and what is too large.
    "amparo.site.request_checks.RequestCheckMiddleware",
    "amparo.foundation.core.idempotency.IdempotencyMiddleware",
    "amparo.foundation.core.refusals.DomainErrorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "amparo.site.urls"
WSGI_APPLICATION = "amparo.site.wsgi.application"
TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "amparo.site.page_templates.PageTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "amparo.site.navigation.navigation",
            ]
        },
    }
]

# Signing in.
AUTH_USER_MODEL = "core.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "amparo.foundation.core.accounts.password_validation.NotCommon"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# OWASP ASVS 5.0, V11.4.2: Argon2id. The second is known so that older ones are renewed.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # how long a link to choose a password waits
SESSION_ENGINE = "amparo.foundation.core.accounts.sessions"
# The second step and the sign-in of other organizations: what django-allauth is told of them.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "amparo.foundation.core.accounts.two_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_ADAPTER = "amparo.foundation.core.accounts.oidc.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that led to another site would break form-action
SOCIALACCOUNT_STORE_TOKENS = False


AMPARO_OIDC = read_identity_providers(os.environ.get("AMPARO_OIDC", ""))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [allauth_app(told) for told in AMPARO_OIDC],
        "provider_class": "amparo.foundation.core.accounts.oidc.OidcProvider",
    }
}
MFA_TOTP_TOLERANCE = 1  # telephones whose clocks are half a minute off; each code opens once
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "amparo.site.views.errors.csrf_failure"

# What stands before each link that is sent or handed over: the base URL of this site. On one's own
# machine it has the port of `amparo serve`.
_PORT = f":{os.environ.get('AMPARO_PORT') or 8000}" if ALLOWED_HOSTS[0] == "localhost" else ""
AMPARO_BASE_URL = os.environ.get("AMPARO_BASE_URL", "").rstrip("/") or (
    f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}{_PORT}"
)
# A short word about one's account, where a mail server is set.
AMPARO_MAIL_HOST = os.environ.get("AMPARO_MAIL_HOST", "")
DEFAULT_FROM_EMAIL = os.environ.get("AMPARO_MAIL_FROM", "amparo@localhost")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": AMPARO_MAIL_HOST,
            "port": int(os.environ.get("AMPARO_MAIL_PORT", "587")),
            "username": os.environ.get("AMPARO_MAIL_USER", ""),
            "password": os.environ.get("AMPARO_MAIL_PASSWORD", ""),
            "use_tls": True,
            "timeout": 20,
        },
    }
}

# HTTPS cookies and headers wherever this serves other machines too. `__Host-` cookies are
# taken by browsers from this very name alone, over HTTPS: no neighbour can plant one.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}amparo_session"
CSRF_COOKIE_NAME = f"{_HOST}amparo_form"
AMPARO_BROWSER_COOKIE = f"{_HOST}amparo_browser"
LANGUAGE_COOKIE_NAME = f"{_HOST}amparo_language"
AMPARO_DISPLAY_COOKIE = f"{_HOST}amparo_display"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Systems and telephones that call in the clear are refused, not led on.
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^or/"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if read_flag("AMPARO_BEHIND_PROXY") else None
)
# Whose word about the reader's address is believed, behind a proxy.
AMPARO_PROXIES = [
    ip_network(each.strip())
    for each in os.environ.get("AMPARO_PROXIES", "127.0.0.0/8,::1").split(",")
]
# Where "Leave this page" on the public pages leads: something that everybody might look at.
AMPARO_QUICK_EXIT_URL = os.environ.get("AMPARO_QUICK_EXIT_URL", "https://www.wikipedia.org/")
# Which other machines may be asked for something (none), and whose certificates are believed.
AMPARO_OUTBOUND = os.environ.get("AMPARO_OUTBOUND", "").split(",")
AMPARO_CA_FILE = os.environ.get("AMPARO_CA_FILE", "")
# Who brings texts to telephones: file:FOLDER, rapidpro:https://…/api/v2 (named in AMPARO_OUTBOUND
# too) or mailto:{number}@GATEWAY; the key with which they tell what became of each (none: they
# cannot); and when a telephone may sound, and how often a day, where its owner said nothing else.
AMPARO_SMS_PROVIDER = os.environ.get("AMPARO_SMS_PROVIDER", f"file:{HOME / 'texts'}")
AMPARO_SMS_TOKEN = read_secret("AMPARO_SMS_TOKEN")
AMPARO_SMS_CALLBACK_KEY = read_secret("AMPARO_SMS_CALLBACK_KEY")
AMPARO_SMS_HOURS = os.environ.get("AMPARO_SMS_HOURS", "08:00-20:00")
# Messages to subscribers: in which hours they may be sent at all, so many a minute (0: not
# limited), and whether the RapidPro or TextIt above has a WhatsApp channel. Codes for those who
# subscribe: so many in five minutes by all of them together.
AMPARO_BROADCAST_HOURS = os.environ.get("AMPARO_BROADCAST_HOURS", AMPARO_SMS_HOURS)
AMPARO_BROADCAST_RATE = int(os.environ.get("AMPARO_BROADCAST_RATE", "3000"))
AMPARO_BROADCAST_WHATSAPP = read_flag("AMPARO_BROADCAST_WHATSAPP")
AMPARO_SUBSCRIPTION_CODES = int(os.environ.get("AMPARO_SUBSCRIPTION_CODES", "60"))
AMPARO_SMS_DAILY_LIMIT = int(os.environ.get("AMPARO_SMS_DAILY_LIMIT", "2"))
# Not "no-referrer": browsers then send forms without saying from where, and none would pass.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# What arrives: never in clear on disk, never more than the disk can hold.
FILE_UPLOAD_HANDLERS = ["amparo.foundation.core.files.uploads.EncryptedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # each page takes five, but where it says so (`uploads.py`)
AMPARO_UPLOAD_LIMIT = 200 * 1024 * 1024
# Megabytes kept free beside an SQLite database: with them, files can be read on a full disk.
AMPARO_RESERVE_MB = int(os.environ.get("AMPARO_RESERVE_MB", "64"))

# Retention: backups, files that registers came in, answers to take.
AMPARO_BACKUP_KEPT_DAYS = int(os.environ.get("AMPARO_BACKUP_KEPT_DAYS", "90"))
AMPARO_REGISTER_FILE_KEPT_DAYS = int(os.environ.get("AMPARO_REGISTER_FILE_KEPT_DAYS", "30"))
AMPARO_ANSWER_KEPT_DAYS = int(os.environ.get("AMPARO_ANSWER_KEPT_DAYS", "7"))
# What somebody chose in the test of a training, in months after it; the points stay. And from
# which gain on a person counts for OPT-11: "points:20" of the scale, or "relative:20" per cent.
AMPARO_TEST_ANSWERS_KEPT_MONTHS = int(os.environ.get("AMPARO_TEST_ANSWERS_KEPT_MONTHS", "12"))
AMPARO_TRAINING_GAIN = os.environ.get("AMPARO_TRAINING_GAIN", "points:20")
# The words of a rumour, adverts, photos and sources, in months after it was closed; counts stay.
AMPARO_RUMOUR_WORDS_KEPT_MONTHS = int(os.environ.get("AMPARO_RUMOUR_WORDS_KEPT_MONTHS", "12"))
# A media consent lasts so many months at most; so many after its end the words, photos and
# recordings of the story are erased.
AMPARO_STORY_CONSENT_MONTHS = int(os.environ.get("AMPARO_STORY_CONSENT_MONTHS", "24"))
AMPARO_STORY_KEPT_MONTHS = int(os.environ.get("AMPARO_STORY_KEPT_MONTHS", "12"))
AMPARO_RIGHTS_ANSWERED_DAYS = int(os.environ.get("AMPARO_RIGHTS_ANSWERED_DAYS", "30"))

# The register compared with itself is held in memory, at most so much. A register on its way in
# stops where more than so many rows in a hundred look like people already known.
AMPARO_DEDUPLICATION_MEMORY = os.environ.get("AMPARO_DEDUPLICATION_MEMORY", "4GB")
AMPARO_IMPORT_DUPLICATE_PERCENT = int(os.environ.get("AMPARO_IMPORT_DUPLICATE_PERCENT", "30"))

# Figures are counted in memory here, or by the ClickHouse server of this address
# (https://user@host:8443/database), which receives the facts unsealed: docs/operations.md.
AMPARO_CLICKHOUSE_URL = read_clickhouse_url(os.environ.get("AMPARO_CLICKHOUSE_URL", ""))
AMPARO_CLICKHOUSE_PASSWORD = read_secret("AMPARO_CLICKHOUSE_PASSWORD")

# Files taken to the field: after so many days without contact, or so many wrong passphrases, the
# telephone destroys them; so many go along at most; untouched for so many minutes, it locks.
AMPARO_OFFLINE_DAYS = int(os.environ.get("AMPARO_OFFLINE_DAYS", "14"))
AMPARO_OFFLINE_PASSPHRASE_TRIES = int(os.environ.get("AMPARO_OFFLINE_PASSPHRASE_TRIES", "10"))
AMPARO_OFFLINE_MAX_CASES = int(os.environ.get("AMPARO_OFFLINE_MAX_CASES", "2000"))
AMPARO_OFFLINE_IDLE_MINUTES = int(os.environ.get("AMPARO_OFFLINE_IDLE_MINUTES", "5"))

LANGUAGES = [(each.code, each.name) for each in languages.LANGUAGES]
LANGUAGE_CODE = languages.CODES[0]
LOCALE_PATHS = [BASE_DIR / "amparo" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# What the pages wear: built by Vite, served with long lives.
STATIC_URL = "static/"
STATICFILES_DIRS = [path for path in (BASE_DIR / "web" / "dist",) if path.exists()]
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": BASE_DIR / "web" / "dist" / "manifest.json",
    }
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people gave us: sealed before it gets there, whichever it is.
    "sealed": file_storage_settings(os.environ.get("AMPARO_FILE_STORAGE_URL", "")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8,}\.\w+$"

# Work beside the pages: rows that workers take. A worker silent for so many seconds is lost.
TASKS = {
    "default": {
        "BACKEND": "amparo.foundation.core.jobs.backend.LeaseBackend",
        "QUEUES": ["default", "long"],
    }
}
AMPARO_JOB_LEASE_SECONDS = float(os.environ.get("AMPARO_JOB_LEASE_SECONDS", "30"))


CACHES = {
    "default": cache_settings(os.environ.get("AMPARO_CACHE_URL", "")),
    # What is the same for everybody, in the memory of each process: looking writes nothing.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # Counts over all the years, by who may see what is counted; in memory for the same reason.
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "TIMEOUT": 600,
    },
    # Maps, by all that they are drawn from; at most some 30 kB each.
    "drawings": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawings",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Nothing personal is logged: requests are named by route, errors by type and line.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"redacting": {"()": "amparo.ops.logging.RedactingFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacting"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django would mail whole requests to administrators, and print addresses as they come.
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
}
# Whether all subdomains speak HTTPS too is known to those who install it, not to us.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not HTTPS:
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

# The demo's people, and the one password that they share on a machine of one's own.
DEMO_PASSWORD = "amparo-demo-2026"  # noqa: S105
