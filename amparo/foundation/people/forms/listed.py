"""Fields that offer a reference list in the reader's language; nothing needs to be known."""

from collections.abc import Callable

from django import forms

from amparo.foundation.trust import codes

type Choices = list[tuple[str, str]]


def listed(name: str, label, *, buttons: bool = False, **kwargs) -> forms.ChoiceField:
    """One code of a list. `buttons` for the few answers that one reads at a glance."""
    kwargs.setdefault("required", False)
    if buttons:
        return forms.ChoiceField(
            label=label, choices=codes.offering(name), widget=forms.RadioSelect, **kwargs
        )
    return forms.ChoiceField(label=label, choices=blank(codes.offering(name)), **kwargs)


def chosen(label, choices: Callable[[], Choices], **kwargs) -> forms.ChoiceField:
    """One of many, such as a country; may be left empty."""
    kwargs.setdefault("required", False)
    return forms.ChoiceField(label=label, choices=blank(choices), **kwargs)


def blank(choices: Callable[[], Choices]) -> Callable[[], Choices]:
    return lambda: [("", ""), *((code, text) for code, text in choices() if code)]


def keep_chosen(form: forms.Form) -> None:
    """A word that was retired since stays what it was, until somebody chooses another."""
    for name, value in form.initial.items():
        field = form.fields.get(name)
        is_listed = isinstance(field, forms.ChoiceField) and isinstance(value, str) and value
        if is_listed and value not in dict(field.choices):
            field.choices = [*field.choices, (value, value)]
