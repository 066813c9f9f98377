from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "onestory.faces.workspace"
    label = "workspace"
    verbose_name = "Workspace"
