"""What a thief of this machine would have: keys beside the data, the disk, what lies in clear.

The sentences are for whoever decides where the key ring lies and whether the disk is encrypted;
`docs/operations.md` (Keys) says what can be done. What cannot be known is never called well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, transaction

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.key_locks.secret import file_of_secret
from amparo.foundation.core.encryption.storage import AtomicFileSystemStorage
from amparo.ops.backups import folder

from .checks import Finding, check, danger, danger_unless_demo, ok, warn
from .database import LOCAL_HOSTS
from .disks import ENCRYPTED, IN_MEMORY, NOT_FOUND, Disk, System

HOW = "see “Keys elsewhere” in docs/operations.md"
SYSTEM = System()
MISSING = "missing"

# What PostgreSQL stores as it is, since lists and rules ask the database for it: by what it says
# of whom.
IN_CLEAR: dict[str, dict[str, tuple[str, ...]]] = {
    "of each person: sex, year of birth, nationalities, statelessness, migration status, "
    "languages, literacy, whether the age is disputed": {
        "people.Person": (
            "sex", "birth_year", "nationality", "other_nationalities", "statelessness",
            "migration_status", "languages", "literacy", "is_age_disputed",
        ),
    },
    "disabilities, by the Washington Group questions": {
        "people.WashingtonGroupAnswers": ("seeing", "hearing", "walking", "remembering"),
    },
    "which papers they have, of which country, and who withholds them": {
        "people.IdentityDocument": ("kind", "country", "held_by"),
    },
    "families: who belongs to whom, as what, and separations": {
        "people.FamilyMember": ("relation",),
        "people.FamilySeparation": ("cause", "since"),
    },
    "of each case: its number, person, office and caseworker, risk, and whether it is kept close "
    "for gender-based violence, trafficking or a child": {
        "cases.Case": ("number", "confidentiality", "risk", "status"),
    },
    "incidents: which harm, by which kind of perpetrator, when, and whether it still threatens": {
        "protection.Incident": ("harm", "perpetrator", "happened_on", "still_threatens"),
    },
    "protection observations and risk: which factors, threats and reasons": {
        "protection.Observation": ("factor", "threat", "severity"),
        "protection.RiskAssessment": ("proposed", "decided", "reasons"),
    },
    "trafficking: forms of exploitation, methods of control and recruitment, indicators, what was "
    "determined": {
        "counter_trafficking.Exploitation": ("types", "methods_of_control", "recruitment_methods"),
        "counter_trafficking.IndicatorObservation": ("indicators",),
        "counter_trafficking.StatusDetermination": ("status", "decided_by"),
    },
    "referrals: to whom, for which service, how urgent": {
        "referrals.Referral": ("service_type", "urgency", "status"),
    },
    "colleagues: names, addresses, roles, offices": {"core.User": ("name", "email")},
    "the audit log: who read or did what, when, in which file": {
        "core.AuditEntry": ("event", "file_ref"),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """Something that would be taken along."""

    name: str
    path: Path | None  # None: on another machine


# Where the keys lie


@check("stolen_machine")
def where_the_keys_lie() -> Iterator[Finding]:
    """Beside the data, on the same disk, or elsewhere; and what locks them."""
    kept = protection()
    if kept["lock"] == MISSING:
        yield danger(kept["label"])
    elif kept["kept"] == "environment":
        yield warn(
            "The key ring comes from AMPARO_KEY_RING: whoever takes the file that sets it (a "
            "unit, a compose file) takes the keys. Keep that file on no disk of this machine."
        )
    elif kept["kept"] != "file":
        yield ok(f"The key ring is kept by {kept['kept']}, not by a file of this machine.")
    elif kept["lock"]:
        yield from _of_a_locked_ring(kept)
    else:
        yield from _of_a_ring_in_clear(Path(settings.AMPARO_KEY_RING_FILE))


def protection() -> dict[str, str]:
    """How the ring is kept; where it is away, `lock` says so and `label` in which words."""
    try:
        return key_ring.protection()
    except key_ring.DecryptionError as missing:
        return {"kept": "file", "lock": MISSING, "label": str(missing)}


def _of_a_locked_ring(kept: dict[str, str]) -> Iterator[Finding]:
    ring, named = settings.AMPARO_KEY_RING_FILE, file_of_secret()
    what = f"the token “{kept['label']}”" if kept["lock"] == "token" else "a passphrase"
    yield ok(f"The key ring at {ring} is locked with {what}: the file alone opens nothing.")
    if named is None:
        return
    if SYSTEM.disk_of(named).state == IN_MEMORY:
        yield ok(f"What opens it was handed over in memory ({named}).")
    elif is_beside(named, data_place()):
        yield danger_unless_demo(
            f"What opens it lies in {named}, on the disk of the data: a thief takes both. Type it "
            f"at the start, or hand it over by systemd; {HOW}."
        )
    else:
        yield warn(f"What opens it lies in {named}: whoever takes that too opens everything.")


def _of_a_ring_in_clear(ring: Path) -> Iterator[Finding]:
    data = data_place()
    if data is None:
        yield warn(
            f"The key ring lies in clear at {ring}; the database is on another machine. Whether "
            "one thief takes both is not known here."
        )
    elif ring.parent in (data, data / "keys"):
        yield _unless_encrypted(
            f"The key ring lies in clear at {ring}, in the folder of the data: who copies that "
            f"folder opens everything; {HOW}.",
            ring,
        )
    elif is_beside(ring, data):
        yield _unless_encrypted(
            f"The key ring lies in clear at {ring}, on the disk of the data: who takes that disk "
            f"opens everything; {HOW}.",
            ring,
        )
    else:
        yield ok(
            f"The key ring lies in clear at {ring}, on another disk than the data. Who takes both "
            "opens everything: take that disk out when nobody works, or lock the ring too."
        )


def _unless_encrypted(said: str, ring: Path) -> Finding:
    return warn(said) if SYSTEM.disk_of(ring).state == ENCRYPTED else danger_unless_demo(said)


def data_place() -> Path | None:
    """The folder of the database; None where it is on another machine, or does not say."""
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"])).absolute().parent
    host = str(connection.settings_dict["HOST"])
    if not (host in LOCAL_HOSTS or host.startswith("/")):
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            return Path(cursor.fetchone()[0])
    except DatabaseError:  # only some roles may ask
        return None


def is_beside(path: Path, data: Path | None) -> bool:
    """Whether one thief of one disk takes both."""
    if data is None:
        return False
    one, other = SYSTEM.disk_of(path), SYSTEM.disk_of(data)
    return one.mount == other.mount or bool(one.disks & other.disks)


# The disk


@check("stolen_machine")
def is_the_disk_encrypted() -> Iterator[Finding]:
    """One sentence for each file system that something lies on."""
    by_mount: dict[str, list[Thing]] = {}
    found: dict[str, Disk] = {}
    for thing in things():
        if thing.path is None:
            yield warn(
                f"Whether the disk of {thing.name} is encrypted is not known: it is on another "
                "machine, or does not say where it lies. Ask who keeps it."
            )
            continue
        disk = SYSTEM.disk_of(thing.path)
        found[disk.mount] = disk
        by_mount.setdefault(disk.mount, []).append(thing)
    for mount, here in by_mount.items():
        yield _of_a_disk(found[mount], _listed(each.name for each in here))


def _of_a_disk(disk: Disk, what: str) -> Finding:
    if disk.state == ENCRYPTED:
        return ok(f"The disk of {what} is encrypted while the machine is off ({disk.why}).")
    if disk.state == IN_MEMORY:
        return danger(
            f"No disk holds {what}: {disk.why}. Lay that on a device that keeps it, and copy it."
        )
    if disk.state == NOT_FOUND:
        return danger_unless_demo(
            f"The disk of {what} is not encrypted, as far as can be seen: {disk.why}. Whether the "
            "disk encrypts itself is not known. Install anew with LUKS, or move to a machine that "
            "has it."
        )
    return warn(f"Whether the disk of {what} is encrypted is not known: {disk.why}.")


@check("stolen_machine")
def is_memory_laid_down() -> Iterator[Finding]:
    """Swap holds what memory held: opened keys, names."""
    for disk in SYSTEM.swaps():
        if disk.state == NOT_FOUND:
            yield danger_unless_demo(
                f"Memory may be laid down on a disk that is not encrypted: {disk.why}. Encrypt "
                "the swap, or use none: swapoff -a"
            )
        elif disk.state not in (ENCRYPTED, IN_MEMORY):
            yield warn(f"Whether the swap is encrypted is not known: {disk.why}.")


# What would be taken


def things() -> list[Thing]:
    """What lies somewhere on this machine, or on another."""
    found = [Thing("the database", data_place())]
    is_folder = isinstance(EncryptedFile.store(), AtomicFileSystemStorage)
    found.append(Thing("documents", Path(settings.AMPARO_FILE_STORAGE) if is_folder else None))
    if protection()["kept"] == "file":
        found.append(Thing("the key ring", Path(settings.AMPARO_KEY_RING_FILE)))
    if folder.default_folder().exists():
        found.append(Thing("backups", folder.default_folder()))
    if (texts := _folder_of_texts()) is not None and texts.exists():
        found.append(Thing("texts to telephones", texts))
    return found


@check("stolen_machine")
def what_a_thief_would_have() -> Iterator[Finding]:
    """By kind, honestly: what is sealed, what opens it, what lies in clear."""
    level = _level()
    opens = _what_opens()
    yield from _of_the_database(level, opens)
    if isinstance(EncryptedFile.store(), AtomicFileSystemStorage):
        yield Finding(level, f"A thief would have the documents, sealed. {opens}")
    yield from _copies_taken(level)
    yield from _texts_taken()


def _of_the_database(level: str, opens: str) -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        yield Finding(level, f"A thief would have the database, encrypted whole. {opens}")
        return
    where = "on this machine" if data_place() else "where it lies"
    yield Finding(
        level,
        f"A thief would have the database ({where}). Sealed in it: names, contacts, addresses, "
        f"numbers of papers, what people told, notes, plans. {opens}",
    )
    told = "; ".join(in_clear())
    yield Finding(level, f"In clear in the database, without any key: {told}.")


def _level() -> str:
    """Something to look at, unless every disk that is here is encrypted."""
    here = [thing.path for thing in things() if thing.path is not None]
    encrypted = bool(here) and all(SYSTEM.disk_of(path).state == ENCRYPTED for path in here)
    return ok("").level if encrypted else warn("").level


def _what_opens() -> str:
    kept = protection()
    if kept["kept"] != "file":
        return "What opens it is not in a file of this machine."
    if kept["lock"] == "passphrase":
        return "It opens with the passphrase alone, as long as nobody guesses it."
    if kept["lock"] == "token":
        return f"It opens with the token “{kept['label']}” and its PIN alone."
    if kept["lock"] == MISSING:
        return "The key ring that opens it is not there now."
    ring, data = Path(settings.AMPARO_KEY_RING_FILE), data_place()
    if data is None or is_beside(ring, data):
        return f"The key ring that opens it would be taken along ({ring})."
    return f"It opens with the key ring at {ring} alone: on another disk, which may be taken too."


def in_clear() -> list[str]:
    """The kinds of facts that this version stores unsealed; what was sealed since is left out."""
    return [said for said, models in IN_CLEAR.items() if _any_in_clear(models)]


def _any_in_clear(models: dict[str, tuple[str, ...]]) -> bool:
    for label, names in models.items():
        for name in names:
            try:
                column = apps.get_model(label)._meta.get_field(name)
            except (LookupError, FieldDoesNotExist):
                continue
            if not isinstance(column, PersonalField):
                return True
    return False


def _copies_taken(level: str) -> Iterator[Finding]:
    place = folder.default_folder()
    count = sum(len(folder.copies(kind, place)) for kind in (folder.DATA, folder.KEYS))
    if count:
        yield Finding(
            level,
            f"A thief would have {count} backups in {place}, sealed: they open with the identity "
            "or passphrase that they were sealed to. Is that kept elsewhere?",
        )


def _texts_taken() -> Iterator[Finding]:
    if (place := _folder_of_texts()) is None:
        return
    count = sum(1 for _ in place.rglob("*.json")) if place.exists() else 0
    if count:
        yield danger(
            f"A thief would have {count} texts to telephones in {place}, numbers and words in "
            "clear: remove those that were sent (done)."
        )


def _folder_of_texts() -> Path | None:
    kind, _divided, where = settings.AMPARO_SMS_PROVIDER.partition(":")
    return Path(where) if kind == "file" else None


def _listed(names: Iterator[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
