"""Children who were handed over to their family before the handover ended their time alone."""

from django.db import migrations

from amparo.foundation.core.encryption.values import EncryptedValue


def end_their_time_alone(apps, schema_editor):
    """Those who were written down as alone before the handover, by whoever handed them over."""
    children = apps.get_model("families", "ChildAlone").objects
    ended = apps.get_model("families", "AloneNoLonger").objects
    handovers = apps.get_model("tracing", "Reunited").objects.select_related("reunification")
    for done in handovers.order_by("pk").iterator():
        person = done.reunification.person_id
        for child in children.filter(person=person, is_over=False, at__lte=done.at).only("pk"):
            ended.create(child_id=child.pk, by_id=done.by_id, why="reunified", words=EncryptedValue(b""))
            children.filter(pk=child.pk).update(is_over=True)


class Migration(migrations.Migration):
    dependencies = [("families", "0001_initial"), ("tracing", "0001_initial")]

    operations = [migrations.RunPython(end_their_time_alone, migrations.RunPython.noop)]
