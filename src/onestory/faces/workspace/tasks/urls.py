from django.urls import path

from onestory.faces.workspace.tasks import views

_ONE = "tasks/<uuid:task_id>"

urlpatterns = [
    path("tasks/promise", views.promise, name="promise"),
    path("families/<uuid:family_id>/promise", views.promise_family, name="promise_family"),
    path(_ONE, views.task, name="task"),
    path(f"{_ONE}/done", views.done, name="task_done"),
    path(f"{_ONE}/put-off", views.put_off, name="task_put_off"),
    path(f"{_ONE}/let-go", views.let_go, name="task_let_go"),
    path(f"{_ONE}/offer", views.offer, name="task_offer"),
    path("tasks/<uuid:offered_id>/back", views.take_back, name="task_take_back"),
    path("tasks/<uuid:taken_id>/accept", views.accept, name="task_accept"),
    path("tasks/<uuid:taken_id>/decline", views.decline, name="task_decline"),
    path("tasks/<uuid:team_task_id>/take-up", views.take_up, name="task_take_up"),
]
