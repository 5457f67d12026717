"""Of one event about one record a user has one unread notification; what notifies them is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count


def keep_newest_unread(apps, schema_editor):
    """Deletes the older ones of equal unread notifications; the newest is urgent if one was."""
    notifications = apps.get_model("core", "Notification").objects.using(
        schema_editor.connection.alias
    )
    same = ("user", "event", "about", "url")
    unread = notifications.filter(read_at=None)
    repeated = unread.values(*same).annotate(count=Count("pk"))
    for each in list(repeated.filter(count__gt=1).order_by()):
        rows = unread.filter(**{name: each[name] for name in same}).order_by("-at", "-pk")
        was_urgent = rows.filter(is_urgent=True).exists()
        newest = rows.first()
        rows.exclude(pk=newest.pk).delete()
        notifications.filter(pk=newest.pk).update(is_urgent=was_urgent)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_account_lines")]

    operations = [
        migrations.RunPython(keep_newest_unread, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(read_at=None),
                fields=("user", "event", "about", "url"),
                name="one_unread_notification",
            ),
        ),
        migrations.CreateModel(
            name="NotificationPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("group", models.CharField(max_length=20)),
                ("is_shown", models.BooleanField(default=True)),
                ("by_email", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="notificationpreference",
            constraint=models.UniqueConstraint(
                fields=("user", "group"), name="one_preference_per_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationpreference",
            constraint=models.CheckConstraint(
                condition=~models.Q(group="danger") | models.Q(is_shown=True),
                name="danger_is_always_shown",
            ),
        ),
    ]
