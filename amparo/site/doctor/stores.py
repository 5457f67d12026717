"""What the house leans on outside of itself: the bucket, the scanner, the post."""

from collections.abc import Iterator
from ipaddress import ip_network

from django.conf import settings

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.storage import AtomicFileSystemStorage
from amparo.foundation.core.files import virus_scanner as scanner
from amparo.foundation.core.http_client import is_allowed_host

from .findings import Finding, check, danger, ok, warn
from .web import answers_a_network


@check("stores")
def organizations() -> Iterator[Finding]:
    """Whose sign-in we trust is asked by the one way out, and only where it is named."""
    trusted = settings.AMPARO_OIDC
    shut = [told["id"] for told in trusted if not is_allowed_host(told["server_url"])]
    for house in shut:
        yield danger(f"The sign-in of {house} cannot be asked: name it in AMPARO_OUTBOUND.")
    if trusted and not shut:
        yield ok(f"The sign-in of {len(trusted)} organizations is trusted, by its rules.")


@check("stores")
def papers() -> Iterator[Finding]:
    store = EncryptedFile.store()
    if isinstance(store, AtomicFileSystemStorage):
        place = settings.AMPARO_FILES
        if (
            place.exists()
            and place.stat().st_mode & 0o077
            and settings.HOME.stat().st_mode & 0o077
        ):
            yield warn(f"Others on this machine can list {place}: chmod 700 {settings.HOME}")
        else:
            yield ok("Papers lie sealed in a folder of the house.")
        return
    yield from _of_a_bucket(store)


def _of_a_bucket(store) -> Iterator[Finding]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        next(iter(store.kept()), None)
    except (BotoCoreError, ClientError) as fault:
        yield danger(f"The bucket of papers does not answer ({type(fault).__name__}).")
        return
    if _opens_to_strangers(store):
        yield danger("Anybody can list the bucket of papers: take public access away.")
    else:
        yield ok("The bucket of papers answers, and not to strangers.")


def _opens_to_strangers(store) -> bool:
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


@check("stores")
def virus_scanner() -> Iterator[Finding]:
    if not scanner.is_on():
        yield warn("Papers are not scanned for viruses: AMPARO_CLAMD")
    elif not scanner.is_answering():
        yield danger("The virus scanner does not answer: papers wait. Start clamd.")
    else:
        yield ok("Papers are scanned for viruses.")


@check("stores")
def post() -> Iterator[Finding]:
    if getattr(settings, "AMPARO_MAIL_HOST", ""):
        yield ok("The house can write e-mails.")
    elif answers_a_network():
        yield warn("The house writes no e-mails: who signs in anew is not told. AMPARO_MAIL_HOST")
    else:
        yield ok("The house writes no e-mails, and needs none on one machine.")


@check("stores")
def other_machines() -> Iterator[Finding]:
    """A network that is named whole lets whoever is in it be asked."""
    named = [each.strip() for each in settings.AMPARO_OUTBOUND if each.strip()]
    wide = [each for each in named if each == "*" or _is_wide(each)]
    if wide:
        yield danger(f"The house may ask nearly any machine ({', '.join(wide)}): AMPARO_OUTBOUND")
    else:
        yield ok(f"The house may ask {len(named)} other machines or networks, and no other.")


def _is_wide(named: str) -> bool:
    try:
        network = ip_network(named)
    except ValueError:
        return False
    return network.num_addresses > 2**16
