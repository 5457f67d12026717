"""Settings from the environment: flags, secrets, identity providers, database, files, cache."""

import json
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from amparo import pillars


def database_settings(url: str, home: Path) -> dict:
    """SQLite for one office, PostgreSQL for more: the same schema, the same answers."""
    if not url or url.startswith("sqlite:"):
        return {
            "ENGINE": "amparo.foundation.core.database.sqlite",
            "NAME": Path(url.removeprefix("sqlite://") or home / "amparo.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-65536;",
            },
        }
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.get("host", unquote(parts.hostname or ""))
    return {
        "ENGINE": "amparo.foundation.core.database.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": parts.port or query.get("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A machine that is gone is not waited for: the page says so, and tries again.
            "connect_timeout": 5,
            **_tls_options(host, query),
        },
    }


def _tls_options(host: str, query: dict[str, str]) -> dict[str, str]:
    """To another machine the way is sealed and its name is checked, unless something else is said
    (?sslmode=…&sslrootcert=…): an office's own authority, or a network that is one machine.
    """
    told = {name: value for name, value in query.items() if name.startswith("ssl")}
    is_here = host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1")
    if is_here or "sslmode" in told or "PGSSLMODE" in os.environ:
        return told
    return {"sslmode": "verify-full", "sslrootcert": "system"} | told


def file_storage_settings(url: str) -> dict:
    """A folder beside the database; or a bucket, s3://name/prefix?endpoint=https://…&region=….

    Who may open the bucket is said as everywhere on that side: AWS_ACCESS_KEY_ID and
    AWS_SECRET_ACCESS_KEY, or the role of the machine.
    """
    if not url:
        return {"BACKEND": "amparo.foundation.core.encryption.storage.AtomicFileSystemStorage"}
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "BACKEND": "amparo.foundation.core.encryption.s3_storage.S3EncryptedStorage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "endpoint_url": query.get("endpoint"),
            "region_name": query.get("region"),
        },
    }


def cache_settings(url: str) -> dict:
    """Counts that every process must see: in the database, or in Redis where there are many."""
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "amparo_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }


# Flags, secrets, identity providers.


def read_flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in ("1", "true", "yes")


# What keeps this installation from starting, each a sentence that says what to do. `amparo doctor`
# tells all of them; every other command, and the web server, stop at the first.
AMPARO_FAULTS: list[str] = []


def read_secret(name: str) -> str:
    """From the environment, or from the file that NAME_FILE names; empty where there is none."""
    path = os.environ.get(f"{name}_FILE", "")
    return read_secret_file(path, f"{name}_FILE") if path else os.environ.get(name, "")


def read_secret_file(path: str, named_by: str) -> str:
    """What a file of whoever keeps the machine holds; an empty or missing one is a fault."""
    try:
        secret = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        secret, why = "", getattr(error, "strerror", None) or "it is no text"
    else:
        why = "it is empty"
    if not secret:
        AMPARO_FAULTS.append(
            f"{named_by} names {path}, and no secret can be read there ({why}). "
            "Put the secret into that file, or take the setting away."
        )
    return secret


def read_clickhouse_url(url: str) -> str:
    """The server that counts facts: over TLS, or on this machine; its password is not in it."""
    try:
        parts = urlsplit(url)
        is_sealed = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
        )
        is_right = is_sealed and parts.hostname and parts.port != 0 and parts.password is None
    except ValueError:
        is_right = False
    if url and not is_right:
        AMPARO_FAULTS.append(
            "AMPARO_CLICKHOUSE_URL is no address as https://USER@HOST:PORT/DATABASE. Facts go to "
            "another machine over https alone, and the password is AMPARO_CLICKHOUSE_PASSWORD. "
            "Put it right, or take the setting away."
        )
    return url


def read_identity_providers(path: str) -> list[dict]:
    """Other organizations whose people may sign in with their own account, from a JSON file."""
    if not path:
        return []
    try:
        return json.loads(Path(path).read_text())["organizations"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        AMPARO_FAULTS.append(
            f"AMPARO_OIDC names {path}, which cannot be read as JSON with a list “organizations” "
            f"({type(error).__name__}). Put it right, or take the setting away."
        )
        return []


def allauth_app(told: dict) -> dict:
    secret = told.get("client_secret") or read_secret_file(
        told["client_secret_file"], f"“client_secret_file” of {told['id']} in AMPARO_OIDC"
    )
    return {
        "provider_id": told["id"],
        "name": told["name"],
        "client_id": told["client_id"],
        "secret": secret,
        "settings": {"server_url": told["server_url"], "oauth_pkce_enabled": True},
    }


def find_pillar_apps(root: Path) -> list[str]:
    """The apps of the pillars: every package of `amparo/pillars` with an `apps.py`, an app before
    those inside it. A new one is found without being named here; where the `ORDER` of its package
    names it, it stands there, else after those that are named.
    """
    found = (root / "amparo" / "pillars").rglob("apps.py")
    return sorted((".".join(each.parent.relative_to(root).parts) for each in found), key=_place)


def _place(app: str) -> tuple[int, str, int, str]:
    pillar, _dot, rest = app.removeprefix("amparo.pillars.").partition(".")
    order = getattr(import_module(f"amparo.pillars.{pillar}"), "ORDER", ())
    return (_index(pillars.ORDER, pillar), pillar, _index(order, rest), rest)


def _index(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order) if name else -1
