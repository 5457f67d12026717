"""Checks of what is stored or asked elsewhere: files, virus scanner, mail, backups."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

from django.conf import settings

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.storage import AtomicFileSystemStorage
from amparo.foundation.core.files import virus_scanner as scanner
from amparo.foundation.core.http_client import is_allowed_host
from amparo.ops.backups import folder

from .checks import Finding, check, danger, danger_unless_demo, ok, warn
from .security import is_on_a_network


@check("storage")
def sign_in_of_organizations() -> Iterator[Finding]:
    """Whose sign-in we trust is asked by the one way out, and only where it is named."""
    trusted = settings.AMPARO_OIDC
    shut = [told["id"] for told in trusted if not is_allowed_host(told["server_url"])]
    for provider in shut:
        yield danger(f"The sign-in of {provider} cannot be asked: name it in AMPARO_OUTBOUND.")
    if trusted and not shut:
        yield ok(f"The sign-in of {len(trusted)} organizations is trusted, by its rules.")


@check("storage")
def stored_files() -> Iterator[Finding]:
    store = EncryptedFile.store()
    if isinstance(store, AtomicFileSystemStorage):
        place = settings.AMPARO_FILE_STORAGE
        if (
            place.exists()
            and place.stat().st_mode & 0o077
            and settings.HOME.stat().st_mode & 0o077
        ):
            yield warn(f"Others on this machine can list {place}: chmod 700 {settings.HOME}")
        else:
            yield ok("Papers lie sealed in a folder of the installation.")
        return
    yield from _check_bucket(store)


def _check_bucket(store) -> Iterator[Finding]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        next(iter(store.kept()), None)
    except (BotoCoreError, ClientError) as fault:
        yield danger(f"The bucket of papers does not answer ({type(fault).__name__}).")
        return
    if _is_public(store):
        yield danger("Anybody can list the bucket of papers: take public access away.")
    else:
        yield ok("The bucket of papers answers, and not to strangers.")


def _is_public(store) -> bool:
    import boto3
    from botocore import UNSIGNED
    from botocore.client import Config
    from botocore.exceptions import BotoCoreError, ClientError

    stranger = boto3.client(
        "s3",
        endpoint_url=store.endpoint_url,
        region_name=store.region_name,
        config=Config(signature_version=UNSIGNED),
    )
    try:
        stranger.list_objects_v2(Bucket=store.bucket_name, MaxKeys=1)
    except (BotoCoreError, ClientError):
        return False
    return True


@check("storage")
def virus_scanner() -> Iterator[Finding]:
    if not scanner.is_on():
        yield warn("Papers are not scanned for viruses: AMPARO_CLAMD")
    elif not scanner.is_answering():
        yield danger("The virus scanner does not answer: papers wait. Start clamd.")
    else:
        yield ok("Papers are scanned for viruses.")


@check("storage")
def mail() -> Iterator[Finding]:
    if getattr(settings, "AMPARO_MAIL_HOST", ""):
        yield ok("The installation can write e-mails.")
    elif is_on_a_network():
        yield warn("No e-mails are sent: who signs in anew is not told. AMPARO_MAIL_HOST")
    else:
        yield ok("The installation writes no e-mails, and needs none on one machine.")


@check("storage")
def outbound_hosts() -> Iterator[Finding]:
    """A network that is named whole lets whoever is in it be asked."""
    named = [each.strip() for each in settings.AMPARO_OUTBOUND if each.strip()]
    wide = [each for each in named if each == "*" or _is_wide(each)]
    if wide:
        yield danger(f"Amparo may ask nearly any machine ({', '.join(wide)}): AMPARO_OUTBOUND")
    else:
        yield ok(f"Amparo may ask {len(named)} other machines or networks, and no other.")


def _is_wide(named: str) -> bool:
    try:
        network = ip_network(named)
    except ValueError:
        return False
    return network.num_addresses > 2**16


# Backups: fresh, with their keys, elsewhere, and not too old.

A_DAY, A_WEEK = timedelta(hours=26), timedelta(days=7)


def _last_copy(kind: str) -> datetime | None:
    told = folder.last_made().get(kind)
    return datetime.fromisoformat(told["at"]).astimezone(UTC) if told else None


@check("backups")
def copies_recent() -> Iterator[Finding]:
    last = _last_copy(folder.DATA)
    if last is None:
        yield danger_unless_demo("No copy was ever taken: amparo backup (see docs/operations.md)")
    elif now() - last > A_WEEK:
        yield danger(f"The last copy is of {last:%Y-%m-%d}: amparo backup, every night")
    elif now() - last > A_DAY:
        yield warn(f"The last copy is of {last:%Y-%m-%d %H:%M}: amparo backup, every night")
    else:
        yield ok(f"The last copy is of {last:%Y-%m-%d %H:%M}.")


@check("backups")
def keys_copied() -> Iterator[Finding]:
    house, keys = _last_copy(folder.DATA), _last_copy(folder.KEYS)
    if house and (keys is None or house - keys > A_DAY):
        yield danger(
            "The copy does not open without its keys, and those were not copied "
            "since: amparo backup --keys, right after each copy"
        )
    elif keys:
        yield ok("The keys that open the last copy were copied too.")


@check("backups")
def keys_kept_apart() -> Iterator[Finding]:
    place = folder.default_folder()
    if folder.copies(folder.DATA, place) and folder.copies(folder.KEYS, place):
        yield warn("Copies of the data and of its keys lie together: amparo backup --keys --to …")


@check("backups")
def copies_elsewhere() -> Iterator[Finding]:
    place = folder.default_folder()
    if place.exists() and place.stat().st_dev == settings.HOME.stat().st_dev:
        yield warn("Copies lie on the same disk: carry them away, or AMPARO_BACKUPS.")
    if place.exists() and place.stat().st_mode & 0o077:
        yield warn(f"Others can look into {place}: chmod 700 {place}")


@check("backups")
def copies_expired() -> Iterator[Finding]:
    end = now() - timedelta(days=settings.AMPARO_BACKUP_KEPT_DAYS)
    kinds = (folder.DATA, folder.KEYS)
    old = [
        path
        for kind in kinds
        for path in folder.copies(kind, folder.default_folder())
        if folder.made_at(path) < end
    ]
    if old:
        yield warn(
            f"{len(old)} copies are older than {settings.AMPARO_BACKUP_KEPT_DAYS} days: "
            "who was erased since lives on in them. Remove them."
        )
    else:
        yield ok("No copy is older than the days that people were told.")
