"""The workspace's addresses. Identifiers in them give nothing away; what was searched for never appears in one."""

from django.urls import path

from onestory.faces.workspace.today import views as today

app_name = "workspace"
urlpatterns = [
    path("", today.show, name="today"),
]
