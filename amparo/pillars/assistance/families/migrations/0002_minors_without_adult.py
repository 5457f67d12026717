"""Minors who are registered or imported without an adult of their household."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0001_initial"),
        ("families", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MinorWithoutAdult",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "ref",
                    models.UUIDField(
                        default=amparo.foundation.core.records.new_reference,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("import_ref", models.UUIDField(editable=False, null=True)),
                (
                    "reason",
                    models.CharField(default="nobody", editable=False, max_length=10),
                ),
                (
                    "at",
                    models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False),
                ),
                ("looked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "because",
                    amparo.foundation.core.encryption.fields.PersonalField(
                        blank=True, kind="text"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="minors",
                        to="assistance.case",
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("import_ref__isnull", False), ("looked_at", None)),
                        fields=["import_ref"],
                        name="minors_of_an_import",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("looked_at", None)),
                        fields=("person",),
                        name="minor_waits_once",
                    )
                ],
            },
        )
    ]
