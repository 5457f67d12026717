"""Steps of a linkage run, taken in turn by two installations over files that they exchange.

    the one that is asked           the one that asks
    set_up        ── set-up ──▶     ask
    answer        ◀─ request ──
                  ── response ─▶    read
    take          ◀─ result ───

Who asks learns whom both know, and hands it over as pseudonyms, so that both know the same. Each
step is one transaction: a message that is not right is refused whole, and that is remembered.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import BinaryIO, Concatenate, NoReturn
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.values import cached_keys
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from . import messages, set_intersection
from .agreement_exchange import derive_key
from .messages import Message, MessageChanged, MessageHeader, TooManyTokens
from .models.agreements import LinkageAgreement
from .models.runs import LinkageRun, LinkageStep
from .participants import collect_tokens, resolve_pseudonyms, strongest_matches
from .tokens import TOKEN_METHOD

Side, Step = LinkageRun.Side, LinkageStep.Step

# Why a message is refused: the code stays in the ledger, the words are for who brought it.
REFUSALS: dict[str, Promise] = {
    "too_many": gettext_lazy("This message holds more than the agreement allows in one run."),
    "changed": gettext_lazy(
        "This message was changed on its way, or belongs to another agreement."
    ),
    "ours": gettext_lazy("This message is our own: it is for your partner."),
    "another_step": gettext_lazy("This message is for another step of a run."),
    "other_way": gettext_lazy(
        "Your partner’s version of Amparo compares in another way. Bring both to the same version."
    ),
    "replayed": gettext_lazy("This message was used already."),
    "no_run": gettext_lazy("This message belongs to no run of this Amparo site."),
    "lapsed": gettext_lazy("This run took too long and is over. Begin another."),
    "unusable": gettext_lazy("What your partner sent cannot be compared. Ask for it again."),
    "not_in_force": gettext_lazy("This agreement is not in force: nothing is compared under it."),
    "too_often": gettext_lazy("There were as many runs today as the agreement allows."),
}


@contextmanager
def _atomic_step() -> Iterator[None]:
    """All of a step or nothing of it; that it was refused is remembered either way."""
    set_intersection.require_library()
    with log.keep_denials_after_rollback(), transaction.atomic(), cached_keys():
        yield


def step[**P, R](
    takes: Callable[Concatenate[BinaryIO, P], R],
) -> Callable[Concatenate[BinaryIO, P], R]:
    @wraps(takes)
    def taken(stream: BinaryIO, *args: P.args, **kwargs: P.kwargs) -> R:
        with _atomic_step():
            return takes(stream, *args, **kwargs)

    return taken


@step
def set_up(into: BinaryIO, *, agreement: UUID, by: User) -> LinkageRun:
    """We let ourselves be asked: what we have, closed under a secret of this run."""
    found = _agreement(agreement, by)
    _require_quota(found, by)
    tokens, people = collect_tokens(found)
    run = LinkageRun.begin(found, tokens, by=by, side=Side.ASKED, people=people)
    body = set_intersection.set_up(run.secret, sorted(tokens), found.most_tokens)
    _send(into, run, "set-up", body, len(tokens))
    run.note(Step.SET_UP, len(tokens), by=by)
    return run


@step
def ask(stream: BinaryIO, *, into: BinaryIO, by: User) -> LinkageRun:
    """We ask about ours: who is asked sees none of them."""
    agreement, message = _received_message(stream, "set-up", by)
    if LinkageRun.objects.filter(ref=message.head.run).exists():
        _refuse("replayed", agreement, by)
    _require_quota(agreement, by)
    with _refuse_unusable(agreement, by):
        _check_count(set_intersection.count_set_up(message.body), message, agreement, by)
    tokens, people = collect_tokens(agreement)
    run = LinkageRun.begin(
        agreement, tokens, by=by, side=Side.ASKS, people=people, set_up=message.body,
        ref=message.head.run,
    )  # fmt: skip
    body = set_intersection.ask(run.secret, sorted(tokens))
    _send(into, run, "request", body, len(tokens))
    run.note(Step.ASKED, len(tokens), by=by)
    return run


@step
def answer(stream: BinaryIO, *, into: BinaryIO, by: User) -> LinkageRun:
    """We answer what was asked, once: the answer says nothing to anybody else."""
    agreement, message = _received_message(stream, "request", by)
    run = _run(agreement, message, Side.ASKED, by)
    if Step.ANSWERED in run.done:
        _refuse("replayed", agreement, by)
    with _refuse_unusable(agreement, by):
        count = set_intersection.count_request(message.body)
        _check_count(count, message, agreement, by)
        body = set_intersection.answer(run.secret, message.body)
    _send(into, run, "response", body, count)
    run.note(Step.ANSWERED, count, by=by)
    return run


@step
def read(stream: BinaryIO, *, into: BinaryIO, by: User) -> LinkageRun:
    """We learn whom both know, of those who agree to it still, and tell it as pseudonyms."""
    agreement, message = _received_message(stream, "response", by)
    run = _run(agreement, message, Side.ASKS, by)
    tokens, set_up_of_theirs = run.stored_input()
    with _refuse_unusable(agreement, by):
        count = set_intersection.count_response(message.body)
        _check_count(count, message, agreement, by)
        if count != len(tokens):
            raise set_intersection.UnusableMessage
        places = set_intersection.intersect(run.secret, set_up_of_theirs, message.body)
    asked = sorted(tokens)
    found = strongest_matches(run, {asked[place]: tokens[asked[place]] for place in places})
    people = run.record_matches(found, by=by)
    pseudonyms = sorted({pseudonym for _person, pseudonym, _sort in found})
    _send(into, run, "result", json.dumps(pseudonyms).encode(), len(pseudonyms))
    run.note(Step.READ, people, by=by)
    run.finish()
    return run


@step
def take(stream: BinaryIO, *, by: User) -> LinkageRun:
    """We resolve for ourselves the pseudonyms of those whom both know."""
    agreement, message = _received_message(stream, "result", by)
    run = _run(agreement, message, Side.ASKED, by)
    answered = next((each for each in run.steps.all() if each.step == Step.ANSWERED), None)
    if answered is None:
        _refuse("another_step", agreement, by)
    with _refuse_unusable(agreement, by):
        pseudonyms = _pseudonyms(message.body)
    if len(pseudonyms) > answered.count or len(pseudonyms) != message.head.tokens:
        _refuse("too_many", agreement, by)
    tokens, _none = run.stored_input()
    people = run.record_matches(resolve_pseudonyms(run, tokens, pseudonyms), by=by)
    run.note(Step.RESOLVED, people, by=by)
    run.finish()
    return run


def discard_run(run: UUID, *, by: User) -> None:
    """A run that goes no further: what is kept of it goes."""
    found = LinkageRun.objects.accessible_to(by, "keep").filter(ref=run).first()
    if not isinstance(found, LinkageRun):
        raise Refusal(str(REFUSALS["no_run"]))
    found.discard(by=by)


# What each step asks first.


def _agreement(ref: UUID, by: User) -> LinkageAgreement:
    """An agreement of their office, in force; nobody ends it while a step is taken."""
    mine = LinkageAgreement.objects.accessible_to(by, "keep").filter(ref=ref)
    found = mine.select_for_update(of=("self",)).select_related("partner", "office").first()
    if not isinstance(found, LinkageAgreement):
        raise Refusal(_("Your office has no such agreement."))
    if not found.is_in_force:
        _refuse("not_in_force", found, by)
    return found


def _require_quota(agreement: LinkageAgreement, by: User) -> None:
    if agreement.runs.of_today().count() >= agreement.most_runs:
        _refuse("too_often", agreement, by)


def _received_message(
    stream: BinaryIO, expected: str, by: User
) -> tuple[LinkageAgreement, Message]:
    """A message of the partner, under an agreement in force, for this step and unchanged."""
    begun = messages.read_header(stream)
    agreement = _agreement(begun[0].agreement, by)
    key = derive_key(agreement.key, "messages")
    try:
        message = messages.read_message(stream, begun, key, most=agreement.most_tokens)
    except TooManyTokens:
        _refuse("too_many", agreement, by)
    except MessageChanged:
        _refuse("changed", agreement, by)
    head = message.head
    for reason, is_so in (
        ("ours", head.sender != agreement.their_key_part),
        ("another_step", head.step != expected),
        ("other_way", head.token_method != TOKEN_METHOD),
    ):
        if is_so:
            _refuse(reason, agreement, by)
    return agreement, message


def _run(agreement: LinkageAgreement, message: Message, side: str, by: User) -> LinkageRun:
    """The run that a message goes on with: ours, under this agreement, and not over."""
    run = agreement.runs.filter(ref=message.head.run, side=side).first()
    if run is None:
        _refuse("no_run", agreement, by)
    if run.is_over:
        _refuse("lapsed" if Step.DISCARDED in run.done else "replayed", agreement, by)
    if agreement.runs.lapsed().filter(pk=run.pk).exists():
        _refuse("lapsed", agreement, by)
    return run


def _check_count(count: int, message: Message, agreement: LinkageAgreement, by: User) -> None:
    """As many as it says, and no more than was agreed: counted, not believed."""
    if count > agreement.most_tokens:
        _refuse("too_many", agreement, by)
    if count != message.head.tokens:
        raise set_intersection.UnusableMessage


@contextmanager
def _refuse_unusable(agreement: LinkageAgreement, by: User) -> Iterator[None]:
    try:
        yield
    except set_intersection.UnusableMessage:
        _refuse("unusable", agreement, by)


def _refuse(reason: str, agreement: LinkageAgreement, by: User) -> NoReturn:
    log.log_denied(by, "linkrun.refused", agreement, reason=reason)
    raise Refusal(str(REFUSALS[reason]))


# What each step makes.


def _send(into: BinaryIO, run: LinkageRun, step: str, body: bytes, count: int) -> None:
    agreement = run.agreement
    head = MessageHeader(agreement.ref, run.ref, step, agreement.our_key_part, TOKEN_METHOD, count)
    messages.write_message(into, Message(head, body), derive_key(agreement.key, "messages"))
    into.flush()  # where the disk is full, nothing was done


def _pseudonyms(body: bytes) -> set[str]:
    try:
        pseudonyms = json.loads(body)
    except (ValueError, RecursionError):
        raise set_intersection.UnusableMessage from None
    if not isinstance(pseudonyms, list) or not all(isinstance(each, str) for each in pseudonyms):
        raise set_intersection.UnusableMessage
    return set(pseudonyms)
