from django.urls import path

from onestory.faces.workspace.plan import needs, own_pages, views, wins

_PLAN = "families/<uuid:family_id>/plan"
_NEEDS = "families/<uuid:family_id>/needs"

urlpatterns = [
    path(_PLAN, views.show, name="plan"),
    path(f"{_PLAN}/print", views.to_print, {"large": False}, name="print_plan"),
    path(f"{_PLAN}/large-print", views.to_print, {"large": True}, name="print_plan_large"),
    path(f"{_PLAN}/agree", views.agree, name="agree_plan"),
    path(f"{_PLAN}/versions/<uuid:version_id>", views.version, name="plan_version"),
    path(f"{_PLAN}/own-pages", own_pages.show, name="show_plan"),
    path(f"{_PLAN}/shown/<uuid:shown_id>", own_pages.settle, name="settle_plan"),
    path(f"{_PLAN}/goals/new", views.write_goal, name="write_goal"),
    path(f"{_PLAN}/goals/<uuid:goal_id>", views.reword_goal, name="reword_goal"),
    path(f"{_PLAN}/goals/<uuid:goal_id>/turn", views.turn_goal, name="turn_goal"),
    path(f"{_PLAN}/goals/<uuid:goal_id>/steps/new", views.add_step, name="add_plan_step"),
    path(f"{_PLAN}/steps/<uuid:step_id>/done", views.done, name="plan_step_done"),
    path(f"{_PLAN}/steps/<uuid:step_id>", views.change_step, name="change_plan_step"),
    path(_NEEDS, needs.show, name="needs"),
    path(f"{_NEEDS}/new", needs.write, name="write_need"),
    path(f"{_NEEDS}/<uuid:need_id>", needs.change_one, name="need"),
    path("families/<uuid:family_id>/wins/new", wins.write, name="write_win"),
]
