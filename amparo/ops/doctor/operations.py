"""Checks of what runs: machine, start-up, background work, deadlines, partner systems, SMS."""

import os
import resource
import shutil
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import QuerySet

from amparo.foundation.core import http_client
from amparo.foundation.core.clock import now
from amparo.foundation.core.database.disk_reserve import reserve
from amparo.foundation.core.http_client import is_allowed_host
from amparo.foundation.core.models import ApiToken, Job, WebhookSubscription
from amparo.foundation.core.permissions.rls.bypass import rls_bypass_all
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.messaging.providers import Folder, RapidPro, provider
from amparo.foundation.people.models import Message, Person
from amparo.pillars.assistance.cases.models import Case, EmergencyAccess
from amparo.pillars.assistance.privacy.models import DataSubjectRequest, LegalHold
from amparo.pillars.evidence import clickhouse
from amparo.pillars.training.issuer_identity import public_name
from amparo.pillars.training.models import Certificate, SigningKey, StatusList
from amparo.site import startup_checks

from .checks import Finding, check, danger, danger_unless_demo, ok, warn

GIGABYTE = 1024**3


@check("machine")
def disk_space() -> Iterator[Finding]:
    total, _used, free = shutil.disk_usage(settings.HOME)
    if free < GIGABYTE or free < total * 0.03:
        yield danger(f"The disk is nearly full ({free / GIGABYTE:.1f} GB free).")
    elif free < total * 0.1:
        yield warn(f"The disk fills up: {free / GIGABYTE:.1f} GB free.")
    else:
        yield ok(f"{free / GIGABYTE:.0f} GB are free on the disk.")


@check("machine")
def disk_reserve() -> Iterator[Finding]:
    """Whether files can still be read, in an emergency, when the disk is full."""
    if connection.vendor != "sqlite":
        yield warn(
            "No space is kept for reading on a full disk: it is the database server's disk. Keep "
            "a file there that can be deleted (docs/operations.md, “When the disk is full”)."
        )
        return
    if (kept := reserve()) is None:
        yield warn("No space is kept for reading on a full disk: AMPARO_RESERVE_MB=64")
    elif kept.is_released:
        yield danger(
            "The disk was full. Files can be read, and nothing new is saved: "
            f"{kept.kept >> 20} of {kept.size >> 20} MB are left for that, {kept.room >> 20} MB "
            f"are free. Make room: at {kept.room_to_take >> 20} MB free the reserve is taken "
            "again by itself, within half a minute, and everything goes on."
        )
    elif kept.kept != kept.size:
        yield warn(
            f"{kept.size >> 20} MB are to be kept for reading on a full disk, and are not yet: "
            f"amparo serve takes them where {kept.room_to_take >> 20} MB are free."
        )
    elif not kept.is_solid():
        yield warn(
            "The space for reading on a full disk is promised, not kept: this disk compresses or "
            "shares what lies on it. Keep room on it in another way."
        )
    else:
        yield ok(f"{kept.size >> 20} MB are kept for reading on a full disk.")


@check("machine")
def home_folder() -> Iterator[Finding]:
    mode = settings.HOME.stat().st_mode
    if mode & 0o022:
        yield danger(f"Others can write into {settings.HOME}: chmod 700 {settings.HOME}")
    elif mode & 0o055:
        yield danger_unless_demo(
            f"Others can look into {settings.HOME}: chmod 700 {settings.HOME}"
        )
    else:
        yield ok("Only who runs the installation can look into its folder.")


@check("machine")
def running_user() -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield danger_unless_demo("The installation runs as root: give it a user of its own.")
    else:
        yield ok("The installation runs as a user of its own.")


@check("machine")
def swap_and_core_dumps() -> Iterator[Finding]:
    """A crash that writes memory to disk writes open keys and names with it."""
    if resource.getrlimit(resource.RLIMIT_CORE)[0]:
        yield warn("A crash would write memory to disk: ulimit -c 0, or LimitCORE=0 in systemd.")
    else:
        yield ok("A crash writes no memory to disk.")


@check("machine")
def database_clock() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - now()).total_seconds())
    if apart > 5:
        yield danger(f"The database's clock is {apart:.0f} s away from ours: set both by NTP.")
    else:
        yield ok("The database's clock and ours agree.")


# Deadlines: erasure, answers about people's data, second reviews.


@check("deadlines")
def overdue_erasures() -> Iterator[Finding]:
    """What is held for a court waits rightly."""
    today = now().date()
    with rls_bypass_all(reason="figures of the whole installation"):
        cases = Case.objects.filter(status__in=Case.ENDED, keep_until__lt=today)
        people = Person.objects.filter(keep_until__lt=today)
        due = (
            _without_legal_hold(cases, "case").count()
            + _without_legal_hold(people, "person").count()
        )
    if due:
        yield warn(
            f"{due} files are over their time: supervisors find them in “Kept and deleted”."
        )
    else:
        yield ok("No file is kept beyond its time.")


def _without_legal_hold(files: QuerySet, name: str) -> QuerySet:
    held = LegalHold.objects.in_force().filter(**{f"{name}__isnull": False})
    return files.exclude(pk__in=held.order_by().values(name))


@check("deadlines")
def overdue_rights_requests() -> Iterator[Finding]:
    with rls_bypass_all(reason="figures of the whole installation"):
        late = DataSubjectRequest.objects.overdue(now().date()).count()
    if late:
        yield danger(f"{late} people wait beyond the day for an answer about their own data.")
    else:
        yield ok("Nobody waits beyond the day for an answer about their own data.")


@check("deadlines")
def overdue_reviews() -> Iterator[Finding]:
    with rls_bypass_all(reason="figures of the whole installation"):
        late = EmergencyAccess.objects.waiting().filter(review_due__lt=now()).count()
    if late:
        yield danger(f"{late} files were opened in an emergency, and nobody looked at it again.")
    else:
        yield ok("Every file opened in an emergency was, or will be, looked at again in time.")


# Start-up.


@check("startup")
def startup_faults() -> Iterator[Finding]:
    startup_checks.withdraw_secret_of_full_installation()
    yield from map(danger, settings.AMPARO_FAULTS)
    if not settings.AMPARO_FAULTS:
        yield ok("Every secret that is asked for is there and whole.")


@check("startup")
def writable_folders() -> Iterator[Finding]:
    try:
        startup_checks.refuse_unwritable_folders()
    except Refusal as refusal:
        yield danger(str(refusal))
    else:
        yield ok("Who runs this can write where it must.")


@check("startup")
def one_server() -> Iterator[Finding]:
    """SQLite takes one server; `amparo serve` holds a lock for as long as it lives."""
    if connection.vendor != "sqlite":
        return
    try:
        process = startup_checks.serving_process()
    except OSError:
        yield warn(
            "This disk knows no locks, so nothing keeps a second server away: put the database "
            "on a disk of this machine, not on a network disk."
        )
        return
    served = f"process {process} serves it" if process else "none serves it now"
    yield ok(f"One server at a time opens this SQLite database ({served}); a second is refused.")


# Partner systems: tokens and webhooks.

TOKEN_UNUSED = timedelta(days=90)
TOKEN_EXPIRES_SOON = timedelta(days=14)


@check("systems")
def api_tokens() -> Iterator[Finding]:
    living = ApiToken.objects.living()
    old = now() - TOKEN_UNUSED
    unused = living.filter(made_at__lt=old).exclude(last_used_on__gte=old.date()).count()
    ending = living.filter(until__lt=now() + TOKEN_EXPIRES_SOON).count()
    if unused:
        yield warn(f"{unused} tokens were not used for 90 days: revoke them at /systems/")
    if ending:
        yield warn(f"{ending} tokens end within two weeks: make new ones at /systems/")
    if not unused and not ending:
        yield ok(f"{living.count()} systems may call, each with a token of its own.")


@check("systems")
def webhook_subscriptions() -> Iterator[Finding]:
    living = list(WebhookSubscription.objects.living())
    deaf = [each for each in living if each.paused_because in ("failing", "gone")]
    shut = [each for each in living if not each.is_paused and not is_allowed_host(each.address)]
    if deaf:
        yield warn(f"{len(deaf)} partners' systems do not hear us: look at /systems/")
    if shut:
        yield warn(f"{len(shut)} partners' systems may not be called: see AMPARO_OUTBOUND")
    if not deaf and not shut:
        yield ok(f"{len(living)} partners' systems are told what concerns them.")


@check("systems")
def clickhouse_server() -> Iterator[Finding]:
    """Whether the server that counts figures answers, where one is named."""
    if not settings.AMPARO_CLICKHOUSE_URL:
        return
    try:
        clickhouse.connect().close()
    except ImproperlyConfigured as said:
        yield danger(f"No figure is counted: {said}")
    except ConnectionError as silent:
        yield danger(
            "No figure is counted: the server of AMPARO_CLICKHOUSE_URL does not answer "
            f"({silent})."
        )
    else:
        yield ok("The ClickHouse server that counts figures answers. It receives facts unsealed.")


# SMS: whether it is sent, and whether delivery reports and answers arrive.

MESSAGES_LOOKED_AT = timedelta(days=2)


@check("sms")
def sms_provider() -> Iterator[Finding]:
    try:
        chosen = provider()
    except ImproperlyConfigured as said:
        yield danger(str(said))
        return
    if isinstance(chosen, Folder):
        yield warn(
            "Texts are laid into a folder, and nobody is told until something sends them from "
            "there: AMPARO_SMS_PROVIDER"
        )
    elif isinstance(chosen, RapidPro) and not http_client.is_allowed_host(chosen.url):
        yield danger(
            "Texts cannot leave: name the machine of AMPARO_SMS_PROVIDER in AMPARO_OUTBOUND."
        )
    elif isinstance(chosen, RapidPro) and not settings.AMPARO_SMS_TOKEN:
        yield danger("Texts cannot leave: AMPARO_SMS_TOKEN is empty.")
    elif chosen.name == "mail" and not settings.AMPARO_MAIL_HOST:
        yield danger("Texts cannot leave by e-mail: AMPARO_MAIL_HOST is empty.")
    else:
        yield ok("Texts leave the installation.")


@check("sms")
def sms_delivery_reports() -> Iterator[Finding]:
    if not settings.AMPARO_SMS_CALLBACK_KEY:
        yield warn("Nobody hears who answers STOP to a text, or NO: AMPARO_SMS_CALLBACK_KEY")
    elif len(settings.AMPARO_SMS_CALLBACK_KEY) < 32:
        yield danger("The key in AMPARO_SMS_CALLBACK_KEY can be guessed: take 32 letters or more.")
    else:
        yield ok("What people answer to a text is heard.")


@check("sms")
def undelivered_messages() -> Iterator[Finding]:
    with rls_bypass_all(reason="figures of the whole installation"):
        lately = Message.objects.filter(at__gt=now() - MESSAGES_LOOKED_AT)
        failed, all_of_them = lately.filter(state=Message.State.FAILED).count(), lately.count()
    if failed:
        yield warn(f"{failed} of {all_of_them} texts of two days did not arrive.")
    else:
        yield ok("No text of two days failed.")


# Background work.

WORKER_SILENT = timedelta(minutes=2)


@check("work")
def background_worker() -> Iterator[Finding]:
    overdue = Job.objects.waiting().filter(run_at__lt=now() - WORKER_SILENT)
    silent = Job.objects.running().filter(lease_until__lt=now() - WORKER_SILENT)
    beats = Job.objects.filter(heartbeat_at__gt=now() - WORKER_SILENT).exists()
    if (overdue.exists() or silent.exists()) and not beats:
        yield danger("Work waits and nobody does it: amparo serve, or amparo worker")
    elif not Job.objects.filter(heartbeat_at__gt=now() - timedelta(hours=25)).exists():
        yield warn("No worker has done anything for a day: amparo worker")
    else:
        yield ok("Somebody does the work in the background.")


@check("work")
def dead_jobs() -> Iterator[Finding]:
    if dead := Job.objects.dead().count():
        yield warn(f"{dead} jobs were given up: look at /jobs/ and try them again.")
    else:
        yield ok("No job was given up.")


@check("keys")
def certificate_keys() -> Iterator[Finding]:
    """Whether certificates of training can be signed and checked, and their lists are fresh."""
    with rls_bypass_all(reason="the doctor looks at the whole installation"):
        count = Certificate.objects.count()
        keys = list(SigningKey.objects.all())
        old = StatusList.objects.filter(signed_at__lt=now() - timedelta(days=2)).count()
    if not keys:
        return
    if strange := [each.key_id for each in keys if not each.is_ours]:
        yield danger(
            f"The key ring does not make the keys of certificates {', '.join(strange)}: bring the "
            "old ring back, or make a new key: amparo certificates rotate"
        )
    if old:
        yield warn("Lists of withdrawn certificates were not signed for two days: see /jobs/.")
    if count and not public_name(settings.AMPARO_BASE_URL):
        yield warn(
            "Badge files of certificates do not say who signed them: set AMPARO_BASE_URL to the "
            "public https:// name of this installation."
        )
    if not strange and not old:
        yield ok(f"{count} certificates are signed with {len(keys)} keys of ours.")
