"""Opening what a telephone had locked: its record and its photos, each under its own name."""

from io import BytesIO
from mimetypes import guess_type
from typing import TYPE_CHECKING

from amparo.foundation.core.audit import log

from .. import oddities
from ..oddities import NotTakenIn
from ..openrosa import envelopes
from ..xforms import Unreadable, said_of
from .form_keys import FormKey

if TYPE_CHECKING:
    from .submission_files import SubmissionFile
    from .submissions import Submission

UNKNOWN = "application/octet-stream"


def unlock(submission: "Submission") -> None:
    """To be called while it is put into its file: as whole as that, or not at all."""
    envelope = envelopes.read(submission.raw.encode())
    there = {each.name: each for each in submission.files.all()}
    if not set(envelope.files) <= there.keys():
        raise _odd(oddities.PARTS_MISSING)
    key = FormKey.objects.filter(form=submission.version.form_id).first()
    if key is None:
        raise _odd(oddities.ENCRYPTED)
    try:
        *media, (_name, record) = envelope.opened(key.pair, lambda name: _read(there[name]))
        submission.unlocked = _of_this_envelope(envelope, record)
    except envelopes.NotOurs:
        raise _odd(oddities.ENCRYPTED) from None
    except (envelopes.Damaged, Unreadable):
        raise _odd(oddities.FORGED) from None
    for name, content in media:
        kind = guess_type(name)[0] or UNKNOWN
        submission.files.model.keep(submission, name, kind, BytesIO(content))
    for name in envelope.files:
        there[name].let_go()
    log.log_event(submission.by, "submission.unlocked", submission)


def waits_for_more(submission: "Submission") -> bool:
    """What a person has put away stays away, whatever comes later."""
    is_odd = submission.state == submission.State.ODD
    return is_odd and oddities.said(oddities.PARTS_MISSING) in submission.findings


def wants(submission: "Submission", name: str) -> bool:
    """A piece of what was locked comes too late where it was opened with it already."""
    landed = submission.state in (submission.State.LANDED, submission.State.KEPT)
    was_opened = submission.is_locked and (landed or bool(submission.unlocked))
    return not (was_opened and name.endswith(envelopes.ENDING))


def _of_this_envelope(envelope: envelopes.Envelope, record: bytes) -> str:
    said = said_of(record)
    if (said.form, said.instance_id) != (envelope.form, envelope.instance_id):
        raise envelopes.Damaged
    return record.decode()


def _read(file: "SubmissionFile") -> bytes:
    with file.open() as opened:
        return opened.read()


def _odd(kind: str) -> NotTakenIn:
    return NotTakenIn(kind, str(oddities.WORDS[kind]))
