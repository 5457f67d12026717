"""The page of a person, with what each pillar knows of them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.people.models import Person
from amparo.foundation.trust.access import open_record


@require_safe
def show(request, ref):
    person = open_record(request, Person, to="see", ref=ref)
    return render(request, "site/person.html", {"person": person})
