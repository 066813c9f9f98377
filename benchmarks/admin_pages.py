"""The admin's change page of a person, with what belongs to them beneath, as a developer would set it up in an hour."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.backends import ModelBackend
from django.urls import path


class AllAllowed(ModelBackend):
    def get_user(self, user_id: Any) -> Any:
        user = super().get_user(user_id)
        if user is not None:
            user.is_staff = True
            user.has_perm = user.has_module_perms = lambda *_: True
        return user


def _inline(name: str) -> type[admin.TabularInline]:
    model = apps.get_model("people", name)
    others = [field.name for field in model._meta.fields if field.many_to_one and field.name != "person"]
    return type(
        name, (admin.TabularInline,), {"model": model, "fk_name": "person", "raw_id_fields": others, "extra": 1}
    )


class PersonPage(admin.ModelAdmin):
    inlines = [
        _inline(name) for name in ("PersonName", "Membership", "Residence", "ContactPoint", "Identifier", "Fact")
    ]
    raw_id_fields = ["created_by"]


site = admin.AdminSite()
site.register(apps.get_model("people", "Person"), PersonPage)
for needed in ("Family", "Address", "Fact"):
    site.register(apps.get_model("people", needed))
urlpatterns = [path("admin/", site.urls)]
