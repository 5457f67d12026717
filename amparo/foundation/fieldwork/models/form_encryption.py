"""Forms with encrypted submissions: the key pair of a form, and decryption of what arrives."""

from base64 import b64encode
from functools import cached_property
from io import BytesIO
from mimetypes import guess_type
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from lxml import etree

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.spreadsheets.validation import UnreadableFile

from .. import submissions
from ..extension_points import anomaly_messages
from ..forms_engine import record_header
from ..openrosa import encrypted_submissions
from ..submissions import SubmissionNotAccepted
from .forms import Form, FormVersion

if TYPE_CHECKING:
    from .submission_files import SubmissionFile
    from .submissions import Submission

BITS = 2048  # what ODK Collect takes
_XFORMS = "{http://www.w3.org/2002/xforms}"
_KEY = "base64RsaPublicKey"


class FormKey(Record):
    """The key pair of one form. It stays when the form locks no more: some lie on telephones."""

    form = models.OneToOneField(Form, models.CASCADE, related_name="key")
    public = models.TextField(editable=False)
    # Sealed like what it opens.
    private = PersonalField(_("Private key"))
    # The shadow of the ledger's lines: since when telephones lock what is answered to the form.
    since = models.DateTimeField(null=True, editable=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "formkey"
    audit_name = "formkey"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Form key")

    class Privacy:
        no_owner = _("The key of a form: it names nobody.")
        plain_text = {
            "public": "a public key",
        }

    def __str__(self):
        return f"FormKey {self.ref}"

    @classmethod
    @transaction.atomic
    def lock(cls, form: Form, *, by: User) -> "FormKey":
        """From now on telephones lock what is answered; those that have the form take it anew."""
        Form.objects.select_for_update().get(pk=form.pk)  # of two at once, one makes the key
        key = cls.objects.filter(form=form).first() or cls._made_for(form)
        if key.since is None:
            key.since = now()
            key.save(update_fields=["since"])
            log.log_event(by, "form.locked", form)
        return key

    @classmethod
    def _made_for(cls, form: Form) -> "FormKey":
        pair = rsa.generate_private_key(65537, BITS)
        public = pair.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        private = pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return cls.objects.create(
            form=form, public=b64encode(public).decode(), private=private.decode()
        )

    @transaction.atomic
    def leave_open(self, *, by: User) -> None:
        """No telephone locks it any more; what was locked is still opened when it comes."""
        if self.since is not None:
            self.since = None
            self.save(update_fields=["since"])
            log.log_event(by, "form.left_open", self.form)

    @cached_property
    def pair(self) -> RSAPrivateKey:
        pair = load_pem_private_key(self.private.encode(), password=None)
        assert isinstance(pair, RSAPrivateKey)  # noqa: S101 - we made it
        return pair


def xform_for_devices(version: FormVersion) -> str:
    """The form as telephones get it: with the key to lock by, where it locks."""
    key = getattr(version.form, "key", None)
    if (
        key is None or key.since is None or _KEY in version.xform
    ):  # whoever wrote the form may have a key of their own
        return version.xform
    root = etree.fromstring(version.xform.encode())
    model = next(root.iter(f"{_XFORMS}model"))
    model.insert(0, etree.Element(f"{_XFORMS}submission", {"method": "post", _KEY: key.public}))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8").decode()


# Decryption

UNKNOWN_TYPE = "application/octet-stream"


def decrypt_submission(submission: "Submission") -> None:
    """To be called while it is put into its file: as whole as that, or not at all."""
    envelope = encrypted_submissions.read_manifest(submission.raw.encode())
    there = {each.name: each for each in submission.files.all()}
    if not set(envelope.files) <= there.keys():
        raise _not_accepted(submissions.PARTS_MISSING)
    key = FormKey.objects.filter(form=submission.version.form_id).first()
    if key is None:
        raise _not_accepted(submissions.ENCRYPTED)
    try:
        *media, (_name, record) = envelope.opened(key.pair, lambda name: _read(there[name]))
        submission.unlocked = _checked_record(envelope, record)
    except encrypted_submissions.WrongKey:
        raise _not_accepted(submissions.ENCRYPTED) from None
    except (encrypted_submissions.Damaged, UnreadableFile):
        raise _not_accepted(submissions.FORGED) from None
    for name, content in media:
        kind = guess_type(name)[0] or UNKNOWN_TYPE
        submission.files.model.keep(submission, name, kind, BytesIO(content))
    for name in envelope.files:
        there[name].delete_stored()
    log.log_event(submission.by, "submission.unlocked", submission)


def is_waiting_for_files(submission: "Submission") -> bool:
    """What a person has put away stays away, whatever comes later."""
    is_odd = submission.state == submission.State.NEEDS_REVIEW
    return is_odd and submissions.anomaly(submissions.PARTS_MISSING) in submission.findings


def accepts_file(submission: "Submission", name: str) -> bool:
    """A piece of what was locked comes too late where it was opened with it already."""
    landed = submission.state in (submission.State.PROCESSED, submission.State.STORED)
    was_opened = submission.is_locked and (landed or bool(submission.unlocked))
    return not (was_opened and name.endswith(encrypted_submissions.ENDING))


def _checked_record(envelope: encrypted_submissions.EncryptedSubmission, record: bytes) -> str:
    said = record_header(record)
    if (said.form, said.instance_id) != (envelope.form, envelope.instance_id):
        raise encrypted_submissions.Damaged
    return record.decode()


def _read(file: "SubmissionFile") -> bytes:
    with file.open() as opened:
        return opened.read()


def _not_accepted(kind: str) -> SubmissionNotAccepted:
    return SubmissionNotAccepted(kind, str(anomaly_messages[kind]))
