"""Work in the background: none is lost, none is done twice, and what gives up is seen."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone

from amparo.foundation.core.accounts.organizations import Organization
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.extension_points import background_tasks
from amparo.foundation.core.jobs.backend import background_task
from amparo.foundation.core.jobs.models import WAITS, Job, LeaseLost
from amparo.foundation.core.jobs.worker import Worker, checkpoint
from amparo.foundation.core.notifications.models import Notification
from amparo.foundation.core.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LONG_AGO = timezone.now() - timedelta(hours=1)


with background_tasks.reopened():

    @background_task(name="greet", title="Greet")
    def greet(ref: str) -> None:
        log.log_event(None, "organization.greeted", Organization.objects.get(ref=ref))

    @background_task(name="stumble", title="Stumble")
    def stumble(ref: str) -> None:
        greet.call(ref)
        raise LookupError("Rosa Quispe was not found")

    @background_task(name="oversleep", title="Sleep too long")
    def oversleep(ref: str) -> None:
        """Its lease ends while it works, and another worker takes it up."""
        greet.call(ref)
        _fall_silent()
        assert Job.claim("somebody else", ("default",)) is not None

    @background_task(name="oversleep-in-slices", title="Sleep too long in slices", in_slices=True)
    def oversleep_in_slices(ref: str) -> None:
        for step in range(1, 4):
            with transaction.atomic():
                greet.call(ref)
                if step == 3:
                    _fall_silent()
                    Job.claim("somebody else", ("long",))
                checkpoint(step, of=3)

    @background_task(name="speak-in-the-open", title="Commit as it comes", in_slices=True)
    def speak_in_the_open() -> None:
        checkpoint(1, of=2)


def _fall_silent():
    Job.objects.filter(state="running").update(lease_until=LONG_AGO)


def greetings():
    return AuditEntry.objects.filter(event="organization.greeted").count()


@pytest.fixture
def ref(organization):
    return str(organization.ref)


def test_what_is_asked_for_is_done_once(ref, run_jobs, caseworker):
    asked = greet.asked(by=caseworker).enqueue(ref)
    assert asked.status == TaskResultStatus.READY
    assert (run_jobs(), run_jobs()) == (1, 0)
    asked.refresh()
    assert asked.status == TaskResultStatus.SUCCESSFUL
    assert greetings() == 1
    assert Job.objects.get().asked_by == caseworker


def test_v2_3_3_a_rolled_back_action_leaves_no_job(ref, run_jobs):
    with transaction.atomic():
        greet.enqueue(ref)
        transaction.set_rollback(True)
    assert run_jobs() == 0


def test_what_is_for_later_waits(ref, run_jobs):
    greet.using(run_after=timezone.now() + timedelta(minutes=5)).enqueue(ref)
    assert run_jobs() == 0
    Job.objects.update(run_at=LONG_AGO)
    assert run_jobs() == 1


@pytest.mark.parametrize("told", ["Rosa Quispe", {"name": "Rosa"}, ["Rosa"], 1.5, "x" * 81])
def test_a_job_is_never_told_a_name(told):
    with pytest.raises(ValueError, match="refs, codes and numbers"):
        greet.enqueue(told)
    assert not Job.objects.exists()


def test_of_two_workers_one_gets_the_job(ref):
    greet.enqueue(ref)
    (seen,) = Job.objects.due()
    assert Job.claim("the quicker one", ("default",)).ref == seen.ref
    assert not seen._take("the slower one")
    assert Job.objects.get().worker == "the quicker one"


def test_work_of_a_worker_that_fell_silent_is_taken_up(ref, run_jobs):
    greet.enqueue(ref)
    Job.claim("a worker that is killed", ("default",))
    assert run_jobs() == 0
    _fall_silent()
    assert run_jobs() == 1
    assert greetings() == 1
    assert Job.objects.get().attempt == 2


def test_a_worker_that_wakes_too_late_leaves_nothing(ref):
    greet.enqueue(ref)
    late = Job.claim("a worker that sleeps", ("default",))
    _fall_silent()
    Job.claim("another", ("default",))
    for too_late in (late.heartbeat, late.finish, late.hand_back, lambda: late.fail("Late")):
        with pytest.raises(LeaseLost):
            too_late()
    assert Job.objects.get().worker == "another"


def test_the_effect_of_an_attempt_that_was_overtaken_is_undone(ref):
    oversleep.enqueue(ref)
    Worker("default").take_one()
    job = Job.objects.get()
    # The other worker's claim was made inside the transaction that is undone here.
    assert (greetings(), job.state) == (0, "running")


def test_slices_count_until_the_job_is_overtaken(ref):
    oversleep_in_slices.enqueue(ref)
    Worker("long").take_one()
    assert greetings() == 2
    assert Job.objects.get().progress == 2


@pytest.mark.django_db(transaction=True)
def test_a_slice_that_is_not_one_with_the_word_that_it_is_done_is_refused():
    """It could count twice."""
    speak_in_the_open.enqueue()
    Worker("long").take_one()
    assert Job.objects.get().error == "builtins.RuntimeError"


def test_what_fails_leaves_nothing_and_is_tried_again_later(ref, run_jobs):
    stumble.enqueue(ref)
    assert run_jobs() == 1
    job = Job.objects.get()
    assert (greetings(), job.state, job.failures) == (0, "waiting", 1)
    assert job.run_at > timezone.now()


def test_of_a_fault_only_its_kind_is_kept(ref, run_jobs, caplog):
    stumble.enqueue(ref)
    run_jobs()
    assert Job.objects.get().error == "builtins.LookupError"
    assert "LookupError" in caplog.text
    assert "Quispe" not in caplog.text + str(Job.objects.values().get())


@pytest.fixture
def dead(ref, run_jobs, administrator):
    stumble.enqueue(ref)
    for _ in range(len(WAITS) + 1):
        Job.objects.update(run_at=LONG_AGO)
        run_jobs()
    return Job.objects.get()


def test_after_too_many_failures_an_administrator_is_told(dead, administrator, caseworker):
    assert dead.state == "dead"
    assert Notification.objects.get().user == administrator
    assert AuditEntry.objects.filter(event="job.died", record_ref=dead.ref).exists()


def test_work_that_kills_its_worker_every_time_is_given_up(ref, run_jobs):
    greet.enqueue(ref)
    for _ in range(len(WAITS) + 1):
        Job.claim("a worker that dies of it", ("default",))
        _fall_silent()
    run_jobs()
    job = Job.objects.get()
    assert (job.state, job.error, greetings()) == ("dead", "WorkerLost", 0)


def test_an_administrator_tries_it_again(dead, client, administrator):
    client.force_login(administrator)
    assert "LookupError" in client.get("/jobs/").content.decode()
    assert client.post(f"/jobs/{dead.ref}/retry/").status_code == 303
    dead.refresh_from_db()
    assert (dead.state, dead.failures) == ("waiting", 0)
    assert AuditEntry.objects.filter(event="job.retried", by=administrator).count() == 1


def test_or_leaves_it(dead, client, administrator, run_jobs):
    client.force_login(administrator)
    client.post(f"/jobs/{dead.ref}/drop/")
    assert run_jobs() == 0
    assert AuditEntry.objects.filter(event="job.dropped", by=administrator).count() == 1


def test_what_goes_on_already_cannot_be_tried_again(dead, administrator):
    dead.retry(by=administrator)
    with pytest.raises(Refusal):
        dead.retry(by=administrator)


def test_others_see_no_background_jobs(dead, client, supervisor):
    client.force_login(supervisor)
    assert client.get("/jobs/").status_code == 404
    assert client.post(f"/jobs/{dead.ref}/retry/").status_code == 404
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_it_is_said_when_nobody_works(ref, client, administrator):
    client.force_login(administrator)
    greet.enqueue(ref)
    assert not client.get("/jobs/").context["nobody_works"]
    Job.objects.update(run_at=LONG_AGO)
    assert client.get("/jobs/").context["nobody_works"]
