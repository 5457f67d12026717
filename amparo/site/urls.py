"""Root URLs."""

from django.apps import apps
from django.urls import URLResolver, include, path
from django.utils.module_loading import module_has_submodule

from amparo.api import api, sms_callbacks

from .accounts.views import account, devices, display, practice, sign_in, two_factor
from .administration.views import (
    boundaries,
    monitoring,
    offices,
    partner_systems,
    reference_data,
    staff,
)
from .views import errors, handbook, home, link_portal, notifications, overviews, search


def urls_of_pillars() -> list[URLResolver]:
    """The URLs of each app of a pillar: its module `urls` names them, with the namespace."""
    return [
        path("", include(f"{each.name}.urls"))
        for each in apps.get_app_configs()
        if each.name.startswith("amparo.pillars.") and module_has_submodule(each.module, "urls")
    ]


urlpatterns = [
    # First what is asked most often: telephones send hundreds at once, and every line costs.
    path("or/", include("amparo.foundation.fieldwork.openrosa.urls")),
    path("", home.home, name="home"),
    path("api/", api.urls()),
    path("a/", include("amparo.public.urls")),
    path("a/", include("amparo.public.complaint_urls")),
    *urls_of_pillars(),
    path("", include("amparo.foundation.funding.urls")),
    path("", include("amparo.foundation.data_quality.urls")),
    path("law/", include("amparo.foundation.law.urls")),
    path("", include("amparo.foundation.agreements.urls")),
    path("", include("amparo.foundation.links.urls")),
    path("r/<slug:token>/", link_portal.open_link, name="referral-link"),
    path("r/<slug:token>/answer/", link_portal.answer, name="referral-link-answer"),
    path("r/<slug:token>/report/", link_portal.report, name="referral-link-report"),
    path("r/<slug:token>/leave/", link_portal.leave, name="referral-link-end"),
    path("forms/", include("amparo.foundation.fieldwork.urls")),
    path("", include("amparo.foundation.fieldwork.sync.urls")),
    path("people/<uuid:ref>/", home.person_page, name="person"),
    path("people/", include("amparo.foundation.people.urls")),
    path("search/", search.search, name="search"),
    path("handbook/", handbook.start, name="handbook"),
    path("handbook/<slug:name>/", handbook.page, name="handbook-page"),
    path("first-steps/", handbook.first_steps, name="first-steps"),
    path("page-help/<str:route>/", handbook.page_help, name="page-help"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/passkey/", sign_in.sign_in_with_passkey, name="sign-in-passkey"),
    path("sign-in/passkey/ask/", two_factor.passkey_challenge, name="passkey-challenge"),
    path("sign-in/second/", sign_in.second_factor, name="two-factor"),
    path("sign-in/with/<slug:provider_id>/", sign_in.oidc_sign_in, name="openid_connect_login"),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        sign_in.oidc_callback,
        name="openid_connect_callback",
    ),
    path("back-in/<uuid:ref>/<str:token>/", sign_in.recover_account, name="recovery-link"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("welcome/<uuid:ref>/<str:token>/", sign_in.welcome, name="invitation"),
    path("language/", account.set_language, name="language"),
    path("account/", account.account, name="account"),
    path("account/display/", display.display, name="display"),
    path("account/display/switch/", display.switch, name="display-switch"),
    path("account/practice/", practice.begin_practice, name="practice-begin"),
    path("account/practice/end/", practice.end_practice, name="practice-end"),
    path("devices/", devices.devices, name="devices"),
    path("devices/new/", devices.new_device, name="device-new"),
    path("devices/<uuid:ref>/revoke/", devices.revoke_device, name="device-revoke"),
    path("account/password/", account.change_password, name="password"),
    path("account/confirm/", two_factor.reauthenticate, name="reauthenticate"),
    path("account/ways/first/", two_factor.first_factor, name="two-factor-setup"),
    path("account/ways/app/", two_factor.add_app, name="totp-add"),
    path("account/ways/passkey/", two_factor.add_passkey, name="passkey-add"),
    path(
        "account/ways/passkey/ask/", two_factor.new_passkey_challenge, name="passkey-add-challenge"
    ),
    path("account/ways/codes/", two_factor.new_recovery_codes, name="recovery-codes"),
    path("account/ways/<int:pk>/remove/", two_factor.remove_factor, name="two-factor-remove"),
    path("account/sessions/end/", account.end_other_sessions, name="sessions-end"),
    path("account/sessions/<uuid:ref>/end/", account.end_session, name="session-end"),
    path("account/browsers/<int:pk>/forget/", account.forget_browser, name="browser-forget"),
    path("notices/", notifications.index, name="notifications"),
    path("notices/<int:pk>/", notifications.open_notification, name="notification"),
    path("notices/read/", notifications.mark_all_read, name="notifications-read"),
    path("notices/settings/", notifications.settings, name="notification-settings"),
    path("texts/heard/", sms_callbacks.sms_callback, name="sms-callback"),
    path("offices/", offices.offices, name="offices"),
    path("offices/new/", offices.new_office, name="office-new"),
    path("offices/<uuid:ref>/", offices.office, name="office"),
    path("offices/<uuid:ref>/rules/", offices.office_rules, name="office-rules"),
    path("offices/<uuid:ref>/reception/", offices.office_reception, name="office-reception"),
    path("offices/<uuid:ref>/teams/new/", offices.new_team, name="team-new"),
    path("teams/<uuid:ref>/", offices.team, name="team-edit"),
    path("organizations/new/", offices.new_organization, name="organization-new"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.invite, name="staff-new"),
    path("staff/<uuid:ref>/", staff.member, name="staff-member"),
    path("staff/<uuid:ref>/roles/new/", staff.give_role, name="role-give"),
    path("staff/<uuid:ref>/roles/<int:pk>/end/", staff.end_role, name="role-end"),
    path("staff/<uuid:ref>/grants/new/", staff.give_grant, name="restricted-access-give"),
    path("staff/<uuid:ref>/grants/<int:pk>/end/", staff.end_grant, name="restricted-access-end"),
    path("staff/<uuid:ref>/link/", staff.new_welcome_link, name="staff-link"),
    path(
        "staff/<uuid:ref>/sessions/end/",
        account.end_all_sessions_of_member,
        name="staff-sessions-end",
    ),
    path(
        "staff/<uuid:ref>/ways/<int:pk>/revoke/",
        staff.revoke_factor,
        name="staff-two-factor-revoke",
    ),
    path("staff/<uuid:ref>/recovery/", staff.recovery, name="recovery"),
    path("staff/<uuid:ref>/deactivate/", staff.deactivate, name="staff-deactivate"),
    path("lists/", reference_data.code_lists, name="code-lists"),
    path("lists/<slug:name>/", reference_data.code_list, name="code-list"),
    path("lists/<slug:name>/new/", reference_data.new_code, name="code-new"),
    path("lists/<slug:name>/<int:pk>/", reference_data.edit_code, name="code-edit"),
    path("lists/<slug:name>/<int:pk>/retire/", reference_data.retire_code, name="code-retire"),
    path(
        "lists/<slug:name>/<int:pk>/bring-back/",
        reference_data.restore_code,
        name="code-reactivate",
    ),
    path("places/", reference_data.places, name="places"),
    path("places/new/", reference_data.new_place, name="place-new"),
    path("places/<uuid:ref>/", reference_data.edit_place, name="place-edit"),
    path("boundaries/", boundaries.index, name="boundaries"),
    path("boundaries/new/", boundaries.new, name="boundary-new"),
    path("boundaries/files/<uuid:ref>/", boundaries.upload, name="boundary-upload"),
    path("boundaries/files/<uuid:ref>/discard/", boundaries.discard, name="boundary-discard"),
    path("boundaries/<uuid:ref>/", boundaries.show, name="boundary-set"),
    path("boundaries/<uuid:ref>/remove/", boundaries.remove, name="boundary-remove"),
    path("directory/", include("amparo.foundation.directory.urls")),
    path("", include("amparo.foundation.protection.urls")),
    path("linking/", include("amparo.foundation.record_linkage.urls")),
    path("emergency-numbers/", reference_data.emergency_numbers, name="emergency-numbers"),
    path(
        "emergency-numbers/new/", reference_data.new_emergency_number, name="emergency-number-new"
    ),
    path(
        "emergency-numbers/<uuid:ref>/",
        reference_data.edit_emergency_number,
        name="emergency-number",
    ),
    path(
        "emergency-numbers/<uuid:ref>/take-away/",
        reference_data.delete_emergency_number,
        name="emergency-number-delete",
    ),
    path("look/", staff.impersonation_choices, name="impersonation"),
    path("look/end/", staff.end_impersonation, name="impersonation-end"),
    path("look/<uuid:ref>/", staff.begin_impersonation, name="impersonation-start"),
    path("why/", monitoring.explain_bulk_reading, name="read-limit-reason"),
    path("why/<uuid:ref>/", monitoring.bulk_reading, name="read-limit-detail"),
    path("systems/", partner_systems.partner_systems, name="partner-systems"),
    path("systems/tokens/new/", partner_systems.new_token, name="token-new"),
    path("systems/tokens/<uuid:ref>/revoke/", partner_systems.revoke_token, name="token-revoke"),
    path("systems/told/new/", partner_systems.new_subscription, name="subscription-new"),
    path("systems/told/<uuid:ref>/", partner_systems.subscription, name="subscription"),
    path(
        "systems/told/<uuid:ref>/secret/", partner_systems.new_secret, name="subscription-secret"
    ),
    path(
        "systems/told/<uuid:ref>/try/", partner_systems.test_subscription, name="subscription-test"
    ),
    path(
        "systems/told/<uuid:ref>/pause/",
        partner_systems.pause_subscription,
        name="subscription-pause",
    ),
    path(
        "systems/told/<uuid:ref>/resume/",
        partner_systems.resume_subscription,
        name="subscription-resume",
    ),
    path(
        "systems/told/<uuid:ref>/end/", partner_systems.end_subscription, name="subscription-end"
    ),
    path(
        "systems/words/<uuid:ref>/replay/", partner_systems.replay_delivery, name="delivery-replay"
    ),
    path("ledger/", monitoring.audit_log, name="audit-log"),
    path("jobs/", monitoring.jobs, name="jobs"),
    path("jobs/<uuid:ref>/retry/", monitoring.retry_job, name="job-retry"),
    path("jobs/<uuid:ref>/drop/", monitoring.drop_job, name="job-drop"),
    path("", include("amparo.ui.style_guide")),
    path("alive/", errors.health, name="health"),
    path("new/", home.new, name="new"),
    path("overview/data/", overviews.data, name="data-overview"),
    path("overview/programme/", overviews.programme, name="programme-overview"),
    path("overview/system/", overviews.system, name="system-overview"),
]

handler400 = "amparo.site.views.errors.bad_request"
handler403 = "amparo.site.views.errors.forbidden"
handler404 = "amparo.site.views.errors.not_found"
handler500 = "amparo.site.views.errors.server_error"
