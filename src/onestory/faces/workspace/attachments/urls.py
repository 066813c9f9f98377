from django.urls import path

from onestory.faces.workspace.attachments import views

_FAMILY = "families/<uuid:family_id>"
_ONE = f"{_FAMILY}/attachments/<uuid:attachment_id>"

urlpatterns = [
    path(f"{_FAMILY}/entries/<uuid:entry_id>/attach", views.attach, name="attach"),
    path(_ONE, views.attachment, name="attachment"),
    path(f"{_ONE}/content", views.content, name="attachment_content"),
    path(f"{_ONE}/withdraw", views.withdraw, name="withdraw_attachment"),
]
