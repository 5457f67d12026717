"""Where every page of the house can be found."""

from django.urls import include, path

from .views import (
    account,
    away,
    codes,
    home,
    jobs,
    ledger,
    notices,
    offices,
    person,
    places,
    search,
    signing_in,
    staff,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("amparo.pillars.assistance.urls")),
    path("people/<uuid:ref>/", person.show, name="person"),
    path("people/", include("amparo.foundation.people.urls")),
    path("search/", search.search, name="search"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("welcome/<uuid:ref>/<str:token>/", signing_in.welcome, name="welcome"),
    path("language/", account.language, name="language"),
    path("account/", account.show, name="account"),
    path("account/password/", account.password, name="password"),
    path("notices/", notices.index, name="notices"),
    path("notices/<int:pk>/", notices.follow, name="notice"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("offices/", offices.index, name="offices"),
    path("offices/new/", offices.new, name="office-new"),
    path("offices/<uuid:ref>/", offices.show, name="office"),
    path("offices/<uuid:ref>/rules/", offices.rules, name="office-rules"),
    path("offices/<uuid:ref>/teams/new/", offices.new_team, name="team-new"),
    path("teams/<uuid:ref>/", offices.team, name="team-edit"),
    path("organizations/new/", offices.new_organization, name="organization-new"),
    path("staff/", staff.index, name="staff"),
    path("staff/new/", staff.new, name="staff-new"),
    path("staff/<uuid:ref>/", staff.show, name="staff-member"),
    path("staff/<uuid:ref>/roles/new/", staff.give_role, name="role-give"),
    path("staff/<uuid:ref>/roles/<int:pk>/end/", staff.end_role, name="role-end"),
    path("staff/<uuid:ref>/grants/new/", staff.give_leave, name="leave-give"),
    path("staff/<uuid:ref>/grants/<int:pk>/end/", staff.end_leave, name="leave-end"),
    path("staff/<uuid:ref>/link/", staff.new_link, name="staff-link"),
    path("staff/<uuid:ref>/let-go/", staff.let_go, name="staff-let-go"),
    path("lists/", codes.index, name="code-lists"),
    path("lists/<slug:name>/", codes.show, name="code-list"),
    path("lists/<slug:name>/new/", codes.new, name="code-new"),
    path("lists/<slug:name>/<int:pk>/", codes.edit, name="code-edit"),
    path("lists/<slug:name>/<int:pk>/retire/", codes.retire, name="code-retire"),
    path("lists/<slug:name>/<int:pk>/bring-back/", codes.bring_back, name="code-bring-back"),
    path("places/", places.index, name="places"),
    path("places/new/", places.new, name="place-new"),
    path("places/<uuid:ref>/", places.edit, name="place-edit"),
    path("ledger/", ledger.index, name="ledger"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<uuid:ref>/retry/", jobs.retry, name="job-retry"),
    path("jobs/<uuid:ref>/drop/", jobs.drop, name="job-drop"),
    path("", include("amparo.ui.urls")),
    path("alive/", away.alive, name="alive"),
    path("more/", home.more, name="more"),
    path("new/", home.new, name="new"),
]

handler400 = "amparo.site.views.errors.unreadable"
handler403 = "amparo.site.views.errors.forbidden"
handler404 = "amparo.site.views.errors.not_found"
handler500 = "amparo.site.views.errors.fault"
