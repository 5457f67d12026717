"""Forms, submissions and devices of the sample data."""

from io import BytesIO
from types import SimpleNamespace


def add_collecting_device(world: SimpleNamespace) -> None:
    """A telephone of Lucía's that fills forms."""
    from amparo.foundation.fieldwork.models import Device

    world.device, world.device_secret = Device.register(
        by=world.caseworker, kind="collect", name="The old Samsung"
    )


def add_forms(world: SimpleNamespace) -> None:
    """A form in use, and one that is still looked through, with a picture beside it."""
    from PIL import Image

    from amparo.foundation.fieldwork.models import Form, FormAttachment, PublicForm

    world.form_version, world.published_version = (
        Form.upload(form_workbook(code), by=world.data_officer)
        for code in ("draft_talk", "first_talk")
    )
    drawn = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(drawn, "PNG")
    for version in (world.published_version, world.form_version):
        drawn.seek(0)
        world.form_file = FormAttachment.add(version, "map.png", drawn, by=world.data_officer)
    world.published_version.publish(by=world.data_officer)
    world.field_form = world.published_version.form
    world.in_public = PublicForm.begin(world.field_form, by=world.data_officer)


def add_submission(world: SimpleNamespace) -> None:
    """Answers with something in them that nobody asked for, and a picture."""
    import io

    from amparo.foundation.core.encryption.files import EncryptedFile
    from amparo.foundation.fieldwork.models import Submission, SubmissionFile

    raw = (
        b'<data id="first_talk" version="1"><story>She walked for a week.</story><other>1</other>'
        b"<meta><instanceID>uuid:sent</instanceID></meta></data>"
    )
    by, version = world.caseworker, world.published_version
    world.odd_answers, _is_new = Submission.receive(version, raw, office=world.office, by=by)
    world.odd_answers.process()
    file = SubmissionFile(
        submission=world.odd_answers, name="photo.jpg", kind="image/jpeg", size=4, digest="1"
    )
    file.storage_key = EncryptedFile.write(
        io.BytesIO(b"\xff\xd8\xff\xd9"), owner=world.odd_answers
    )
    file.save()
    world.sent_file = file


def make_offline_records(world: SimpleNamespace) -> tuple:
    """A telephone; two values for the same; and what a lost telephone still had to say."""
    from uuid import uuid4

    from amparo.foundation.core.clock import now
    from amparo.foundation.fieldwork.models import Device, OutboxEntry
    from amparo.foundation.fieldwork.sync.commands import OutboxCommand

    def take(device, verb, about, **fields):
        entry = OutboxCommand(
            key=uuid4(), seq=1, made_at=now(), verb=verb, about=about.ref, fields=fields
        )
        return OutboxEntry.receive(device, entry, entry.key.hex)

    by = world.caseworker
    kept, lost = (Device.register(by=by, kind="field", name=each)[0] for each in ("New", "Old"))
    change = {"was": "Only at noon", "now": "Never at night"}
    conflict = take(kept, "person.change", world.rosa, safe_contact=change).conflicts.get()
    lost.revoke(by=by)
    return kept, conflict, take(lost, "note.write", world.case, text="She is on her way.")


def form_workbook(code: str):
    import io

    about = "bind::amparo:purpose,bind::amparo:sensitivity"
    spoken = ("English (en)", "Español (es)", "Français (fr)", "العربية (ar)")
    lines = (
        f"survey,type,name,{','.join(f'label::{each}' for each in spoken)},{about},media::image",
        ",text,story,What happened?,¿Qué pasó?,Que s’est-il passé ?,ماذا حدث؟,"
        "case_management,narrative,map.png",
        "settings,form_title,form_id,version,namespaces",
        f',First talk,{code},1,"amparo=""https://amparo.example/xforms"""',
    )
    return io.BytesIO("\n".join(lines).encode())
