"""Each account that is here gets the line that says whose it is, and the ledger its checkpoint."""

from hashlib import sha256

from django.db import migrations

from amparo.foundation.core.audit import account_bindings, checkpoint, entry_format
from amparo.foundation.core.audit.models import AuditBlock as Sealed


def bind_accounts(apps, schema_editor):
    users = apps.get_model("core", "User").objects.using(schema_editor.connection.alias)
    entries = apps.get_model("core", "AuditEntry")
    for user in users.order_by("pk").iterator():
        line = entries(
            event=account_bindings.NAMED, record_type="user", record_ref=user.ref, file_ref=user.ref,
            details={"code": account_bindings.fingerprint(user)},
        )  # fmt: skip
        line.hmac = entry_format.entry_hmac(entry_format.canonical_bytes(line))
        line.save(using=schema_editor.connection.alias)


def begin_checkpoint(apps, schema_editor):
    blocks = apps.get_model("core", "AuditBlock").objects.using(schema_editor.connection.alias)
    last = blocks.order_by("number").last()
    if last is not None:
        said = Sealed.signed_bytes.fget(last)
        last.head = sha256(said + bytes(last.signature)).digest()
    checkpoint.begin(last)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunPython(bind_accounts, migrations.RunPython.noop),
        migrations.RunPython(begin_checkpoint, migrations.RunPython.noop),
    ]
