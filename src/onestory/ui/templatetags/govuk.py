"""GOV.UK Design System components in Django templates: {% govuk "button" text="Save" %}."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

register = template.Library()

# One environment for the process: making one for each component costs a hundred times as much.
_macros = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}), autoescape=True
)


@register.simple_tag
def govuk(component: str, /, **params: Any) -> SafeString:
    """Draw a component with its own parameters, as the design system names them.

    A double underscore reaches inside: label__text="Name" is {"label": {"text": "Name"}}. The component
    escapes plain text; only parameters the design system calls html are put in as they are.
    """
    return mark_safe(str(_macro(component)(_nested(params))))  # noqa: S308 - the macro escapes every parameter


@register.simple_block_tag
def govuk_with(content: str, component: str, /, **params: Any) -> SafeString:
    """Draw a component around what stands between the tags: {% govuk_with "details" summaryText="..." %}."""
    return govuk(component, html=content, **params)


@cache
def _macro(component: str) -> Callable[[dict[str, Any]], str]:
    module = _macros.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    name = "govuk" + "".join(word.title() for word in component.split("-"))
    macro: Callable[[dict[str, Any]], str] = getattr(module, name)
    return macro


def _nested(params: dict[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for key, value in params.items():
        *outer, last = key.split("__")
        place = nested
        for step in outer:
            place = place.setdefault(step, {})
        place[last] = value
    return nested
