"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import community_projects, items, lists, measurements, plans, printing

app_name = "reintegration"
PLAN = "cases/<uuid:ref>/reintegration/"
ITEM = f"{PLAN}items/<uuid:item>/"
COMMUNITY_PROJECT = "cases/<uuid:ref>/community-projects/<uuid:project>/"
urlpatterns = [
    path("reintegration/plans/", lists.plans, name="plans"),
    path("community-projects/", lists.projects, name="community-projects"),
    path(PLAN, plans.show, name="plan"),
    path(f"{PLAN}begin/", plans.begin, name="plan-begin"),
    path(f"{PLAN}agree/", plans.agree, name="plan-agree"),
    path(f"{PLAN}revise/", plans.revise, name="plan-revise"),
    path(f"{PLAN}review/", plans.review, name="plan-review"),
    path(f"{PLAN}end/", plans.end, name="plan-end"),
    path(f"{PLAN}print/", printing.printed, name="plan-print"),
    path(f"{PLAN}pdf/", printing.pdf, name="plan-pdf"),
    path(f"{PLAN}versions/<uuid:plan>/", plans.version, name="plan-version"),
    path(f"{PLAN}items/new/", items.new, name="item-new"),
    path(ITEM, items.change, name="item"),
    path(f"{ITEM}start/", items.start, name="item-start"),
    path(f"{ITEM}done/", items.complete, name="item-complete"),
    path(f"{ITEM}drop/", items.drop, name="item-drop"),
    path(f"{ITEM}refer/", items.refer, name="item-refer"),
    path(
        "cases/<uuid:ref>/community-projects/new/",
        community_projects.new,
        name="community-project-new",
    ),
    path(COMMUNITY_PROJECT, community_projects.show, name="community-project"),
    path(f"{COMMUNITY_PROJECT}edit/", community_projects.change, name="community-project-edit"),
    path(f"{COMMUNITY_PROJECT}begin/", community_projects.begin, name="community-project-begin"),
    path(f"{COMMUNITY_PROJECT}end/", community_projects.end, name="community-project-end"),
    path(
        f"{COMMUNITY_PROJECT}headcount/",
        measurements.headcount,
        name="community-project-headcount",
    ),
    path(
        f"{COMMUNITY_PROJECT}results/new/",
        measurements.expect,
        name="community-project-result-new",
    ),
    path(
        f"{COMMUNITY_PROJECT}results/<uuid:result>/",
        measurements.measure,
        name="community-project-result",
    ),
    path(f"{COMMUNITY_PROJECT}causes/", measurements.causes, name="community-project-causes"),
    path(f"{COMMUNITY_PROJECT}serves/", measurements.serve, name="community-project-serves"),
]
