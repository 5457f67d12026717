"""Form: what notifies me, by kind."""

from django import forms
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import NotificationPreference
from amparo.foundation.core.notifications.kinds import DANGER, GROUPS


class NotificationSettingsForm(forms.Form):
    """Per group: shown on the page, also by e-mail. Danger is always shown."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        mine = NotificationPreference.objects.accessible_to(user, "edit")
        saved = {each.group: each for each in mine}
        for group in GROUPS:
            kept = saved.get(group) or NotificationPreference(user=user, group=group)
            self.fields[f"{group}_shown"] = forms.BooleanField(
                label=gettext_lazy("Shown on the page"), required=False,
                disabled=group == DANGER, initial=kept.is_shown,
            )  # fmt: skip
            self.fields[f"{group}_email"] = forms.BooleanField(
                label=gettext_lazy("Also by e-mail"), required=False, initial=kept.by_email
            )

    @property
    def rows(self) -> list[tuple]:
        """Returns each group with its label, its icon and its two fields."""
        return [
            (label, icon, self[f"{group}_shown"], self[f"{group}_email"])
            for group, (label, icon) in GROUPS.items()
        ]

    def save(self) -> None:
        for group in GROUPS:
            NotificationPreference.objects.update_or_create(
                user=self.user, group=group,
                defaults={
                    "is_shown": self.cleaned_data[f"{group}_shown"],
                    "by_email": self.cleaned_data[f"{group}_email"],
                },
            )  # fmt: skip
