"""What the search for everything finds in fieldwork: forms, by their titles in each language."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms

from .models import Form, FormVersion


def find_forms(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """By what the form and any of its versions are called, and by its code."""
    forms = Form.objects.accessible_to(user, "keep").order_by("title", "pk")
    titles = dict(forms.values_list("pk", "title"))
    rows = FormVersion.objects.filter(form__in=titles).defer("source", "xform", "problems")
    versions = {each.form_id: each for each in rows.select_related("form").order_by("pk")}
    fitting = [
        versions[pk]
        for pk in titles
        if pk in versions and terms.fit(titles[pk], *_titles(versions[pk]), versions[pk].form.code)
    ]
    return [
        SearchHit(
            version.called,
            reverse("fieldwork:form", args=[version.form.ref]),
            version.form.code,
            "file-certificate",
        )
        for version in fitting[:limit]
    ]


def _titles(version: FormVersion) -> list[str]:
    return [version.title, *map(str, version.titles.values())]


search_sources.register(
    SearchSource("forms", _("Forms"), find_forms, position=50, permission="form.keep")
)
