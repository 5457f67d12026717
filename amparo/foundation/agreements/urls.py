"""Addresses of agreements: the list, one of them, and its parts."""

from django.urls import include, path

from .views import agreements, parts

app_name = "agreements"
_ONE = [
    path("", agreements.show, name="agreement"),
    path("edit/", agreements.edit, name="agreement-edit"),
    path("renew/", agreements.renew, name="agreement-renew"),
    path("notice/", agreements.notice, name="agreement-notice"),
    path("end/", agreements.end, name="agreement-end"),
    path("parties/new/", parts.new_party, name="party-new"),
    path("parties/<uuid:party>/sign/", parts.sign, name="party-sign"),
    path("parties/<uuid:party>/leave/", parts.leave, name="party-leave"),
    path("obligations/new/", parts.new_obligation, name="obligation-new"),
    path("obligations/<uuid:obligation>/edit/", parts.edit_obligation, name="obligation-edit"),
    path(
        "obligations/<uuid:obligation>/done/", parts.mark_obligation_done, name="obligation-done"
    ),
    path("contacts/new/", parts.new_contact, name="contact-new"),
    path("contacts/<uuid:contact>/delete/", parts.erase_contact, name="contact-delete"),
    path("annexes/new/", parts.new_annex, name="annex-new"),
    path("annexes/<uuid:annex>/", parts.annex, name="annex"),
    path("annexes/<uuid:annex>/remove/", parts.remove_annex, name="annex-remove"),
]
urlpatterns = [
    path("agreements/", agreements.index, name="agreements"),
    path("agreements/new/", agreements.new, name="agreement-new"),
    path("agreements/<uuid:ref>/", include(_ONE)),
]
