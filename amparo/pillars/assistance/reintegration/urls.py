"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import items, lists, measuring, papers, plans, projects

app_name = "reintegration"
PLAN = "cases/<uuid:ref>/reintegration/"
ITEM = f"{PLAN}items/<uuid:item>/"
PROJECT = "cases/<uuid:ref>/projects/<uuid:project>/"
urlpatterns = [
    path("reintegration/plans/", lists.plans, name="plans"),
    path("projects/", lists.projects, name="projects"),
    path(PLAN, plans.show, name="plan"),
    path(f"{PLAN}begin/", plans.begin, name="plan-begin"),
    path(f"{PLAN}agree/", plans.agree, name="plan-agree"),
    path(f"{PLAN}revise/", plans.revise, name="plan-revise"),
    path(f"{PLAN}review/", plans.review, name="plan-review"),
    path(f"{PLAN}end/", plans.end, name="plan-end"),
    path(f"{PLAN}print/", papers.printed, name="plan-print"),
    path(f"{PLAN}pdf/", papers.pdf, name="plan-pdf"),
    path(f"{PLAN}versions/<uuid:plan>/", plans.version, name="plan-version"),
    path(f"{PLAN}items/new/", items.new, name="item-new"),
    path(ITEM, items.change, name="item"),
    path(f"{ITEM}start/", items.start, name="item-start"),
    path(f"{ITEM}done/", items.complete, name="item-complete"),
    path(f"{ITEM}drop/", items.drop, name="item-drop"),
    path(f"{ITEM}refer/", items.refer, name="item-refer"),
    path("cases/<uuid:ref>/projects/new/", projects.new, name="project-new"),
    path(PROJECT, projects.show, name="project"),
    path(f"{PROJECT}edit/", projects.change, name="project-edit"),
    path(f"{PROJECT}begin/", projects.begin, name="project-begin"),
    path(f"{PROJECT}end/", projects.end, name="project-end"),
    path(f"{PROJECT}headcount/", measuring.headcount, name="project-headcount"),
    path(f"{PROJECT}results/new/", measuring.expect, name="project-result-new"),
    path(f"{PROJECT}results/<uuid:result>/", measuring.measure, name="project-result"),
    path(f"{PROJECT}causes/", measuring.causes, name="project-causes"),
    path(f"{PROJECT}serves/", measuring.serve, name="project-serves"),
]
