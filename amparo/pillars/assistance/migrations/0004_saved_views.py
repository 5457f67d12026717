"""The filters of a list under a name that a colleague gave them."""

import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0003_screening_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                (
                    "ref",
                    models.UUIDField(
                        default=amparo.foundation.core.records.new_reference,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("of_list", models.CharField(max_length=20)),
                (
                    "name",
                    amparo.foundation.core.encryption.fields.PersonalField(
                        blank=True, kind="text"
                    ),
                ),
                ("filters", models.JSONField(default=dict)),
                (
                    "at",
                    models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
