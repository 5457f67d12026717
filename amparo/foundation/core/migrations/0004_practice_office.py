"""Practice offices, and the accounts that work in them alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_notifications_once")]

    operations = [
        migrations.AddField(
            model_name="office",
            name="is_practice",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="practises_for",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="practice_account",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                condition=models.Q(is_practice=True),
                fields=("organization",),
                name="one_practice_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(is_practice=False)
                | models.Q(parent=None, shares_known_persons=False),
                name="practice_office_stands_alone",
            ),
        ),
    ]
