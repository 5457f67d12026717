"""Compares with another organization whom both know, without names: `amparo linkage`.

An agreement comes first: `propose` here, `join` there, `join` here with what they send back; then
somebody else in each house says yes on the page of the agreement. A run takes four files that the
two houses carry to each other: `set-up` there, `ask` here, `answer` there, `read` here, and
`take` there. None of the files holds a name.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypedDict
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.record_linkage import agreement_exchange, protocol
from amparo.foundation.record_linkage.agreement_exchange import AgreementTerms
from amparo.foundation.record_linkage.models.agreements import LinkageAgreement
from amparo.foundation.record_linkage.models.runs import LinkageRun


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        propose = _add_command(
            actions, "propose", "write an agreement down, and its file for the partner"
        )
        _about(propose)
        propose.add_argument("--purpose", required=True, help="share_services, tracing…")
        propose.add_argument("--tokens", type=int, required=True, help="at most, in a run")
        propose.add_argument("--runs", type=int, default=1, help="at most, in a day")
        propose.add_argument("--until", type=date.fromisoformat, required=True)
        propose.add_argument("--into", type=Path, required=True)
        join = _add_command(actions, "join", "take the partner’s file of an agreement in")
        join.add_argument("file", type=Path)
        _about(join, required=False)
        join.add_argument("--into", type=Path, help="our file for the partner, where they began")
        _add_command(actions, "list", "the agreements of your office, and their numbers")
        end = _add_command(actions, "end", "end an agreement")
        end.add_argument("agreement", type=UUID)
        set_up = _add_command(actions, "set-up", "let the partner ask whom both know")
        set_up.add_argument("agreement", type=UUID)
        set_up.add_argument("--into", type=Path, required=True)
        for name, what in (
            ("ask", "ask about ours, with their set-up"),
            ("answer", "answer their request"),
            ("read", "read their response: whom both know"),
        ):
            step = _add_command(actions, name, what)
            step.add_argument("file", type=Path)
            step.add_argument("--into", type=Path, required=True)
        take = _add_command(actions, "take", "take their result in: whom both know")
        take.add_argument("file", type=Path)
        discard = _add_command(actions, "discard", "a run goes no further")
        discard.add_argument("run", type=UUID)

    def handle(self, *, action, by, **options):
        user = User.objects.filter(email=by.lower(), is_active=True).first()
        if user is None or "link.keep" not in user.permissions:
            raise CommandError(f"{by} has no role that keeps agreements on linking.")
        with translation.override(user.language or "en"):
            try:
                getattr(self, "_" + action.replace("-", "_"))(user, **options)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None

    # Agreements.

    def _propose(self, user: User, *, purpose, tokens, runs, until, into, **about) -> None:
        terms = AgreementTerms(purpose, tokens, runs, until)
        with _create_file(into) as file:
            agreement = LinkageAgreement.propose(by=user, terms=terms, **_own_details(user, about))
            agreement.write_file(file)
        self.stdout.write(f"Agreement {agreement.ref}. Give {into} to the partner.")

    def _join(self, user: User, *, file, into, **about) -> None:
        with _open_file(file) as stream:
            handed = agreement_exchange.read_agreement(stream)
        ours = LinkageAgreement.objects.accessible_to(user, "keep").filter(ref=handed.ref).first()
        if ours:
            ours.receive(handed, by=user)
        elif into is None or not about["legal_basis"] or not about["partner"]:
            raise CommandError("They began: say --partner, --basis and --into too.")
        else:
            with _create_file(into) as out:
                ours = LinkageAgreement.join(handed, by=user, **_own_details(user, about))
                ours.write_file(out)
            self.stdout.write(f"Give {into} to the partner.")
        self._tell(ours)

    def _list(self, user: User, **_options) -> None:
        for each in LinkageAgreement.objects.accessible_to(user).select_related(
            "partner", "office"
        ):
            self._tell(each)

    def _end(self, user: User, *, agreement, **_options) -> None:
        found = LinkageAgreement.objects.accessible_to(user, "keep").filter(ref=agreement).first()
        if found is None:
            raise CommandError(f"Your office has no agreement {agreement}.")
        found.end(by=user)
        self._tell(LinkageAgreement.objects.get(pk=found.pk))

    def _tell(self, agreement: LinkageAgreement) -> None:
        self.stdout.write(
            f"{agreement.ref}  {agreement.partner.name}, {agreement.purpose_words}, "
            f"until {agreement.until}: {agreement.state_words}"
        )
        self.stdout.write(
            f"  at most {agreement.most_tokens} tokens in a run, {agreement.most_runs} runs a day"
        )
        if agreement.state == agreement.State.WAITING:
            self.stdout.write(f"  Read to your partner: {agreement.number_to_read}")
            self.stdout.write("  Somebody else says yes on its page, with the number they read.")

    # Runs.

    def _set_up(self, user: User, *, agreement, into, **_options) -> None:
        with _create_file(into) as out:
            run = protocol.set_up(out, agreement=agreement, by=user)
        self._went(run, into)

    def _ask(self, user: User, *, file, into, **_options) -> None:
        self._answered(protocol.ask, user, file, into)

    def _answer(self, user: User, *, file, into, **_options) -> None:
        self._answered(protocol.answer, user, file, into)

    def _read(self, user: User, *, file, into, **_options) -> None:
        self._found(self._answered(protocol.read, user, file, into))

    def _take(self, user: User, *, file, **_options) -> None:
        with _open_file(file) as stream:
            run = protocol.take(stream, by=user)
        self._found(run)

    def _discard(self, user: User, *, run, **_options) -> None:
        protocol.discard_run(run, by=user)
        self.stdout.write("Run deleted.")

    def _answered(self, step, user: User, file: Path, into: Path) -> LinkageRun:
        with _open_file(file) as stream, _create_file(into) as out:
            run = step(stream, into=out, by=user)
        self._went(run, into)
        return run

    def _went(self, run: LinkageRun, into: Path) -> None:
        self.stdout.write(f"Run {run.ref}: {run.people} people, {run.tokens} tokens.")
        self.stdout.write(f"Give {into} to the partner.")

    def _found(self, run: LinkageRun) -> None:
        count = run.matches.values("person").distinct().count()
        self.stdout.write(f"{count} of ours they know too. Who: {run.get_absolute_url()}")


def _add_command(actions, name: str, what: str) -> CommandParser:
    parser = actions.add_parser(name, help=what)
    parser.add_argument("--by", required=True, help="e-mail of whoever does it")
    return parser


def _about(parser: CommandParser, *, required: bool = True) -> None:
    parser.add_argument("--partner", required=required, help="name of the organization, as here")
    parser.add_argument("--basis", dest="legal_basis", required=required, help="legal basis")
    parser.add_argument("--office", help="name of the office whose people it is about")


class OwnDetails(TypedDict):
    """What each house says of an agreement for itself."""

    partner: Organization
    office: Office
    legal_basis: str


def _own_details(user: User, about: dict) -> OwnDetails:
    """The partner and the office by name; the office is one's own where none is named."""
    partners = list(Organization.objects.filter(name=about["partner"])[:2])
    if len(partners) != 1:
        raise CommandError(f"No single organization is called {about['partner']}.")
    mine = Office.objects.filter(pk__in=user.offices_for("link.keep"))
    offices = list(mine.filter(name=about["office"]) if about["office"] else mine)
    if len(offices) != 1:
        raise CommandError("Name the office with --office: one of those that you answer for.")
    return OwnDetails(partner=partners[0], office=offices[0], legal_basis=about["legal_basis"])


@contextmanager
def _open_file(path: Path) -> Iterator[BinaryIO]:
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    with path.open("rb") as stream:
        yield stream


@contextmanager
def _create_file(path: Path) -> Iterator[BinaryIO]:
    """A new file, whole or not at all, that only its owner reads."""
    if path.exists():
        raise CommandError(f"{path} is there already: name another file.")
    unfinished = path.with_name(f".{path.name}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
