"""Parts that stand on a page many times, drawn by Jinja, which compiles a template to Python where Django walks it.

A family's page has a few dozen of them, and Django took most of the page's time over these. They are in `ui/repeated`, and
may include those parts (`ui/parts`) whose words mean the same to both.
"""

from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, Template

_compiled = Environment(loader=PackageLoader("onestory.ui"), autoescape=True)


def draw(name: str, **values: Any) -> SafeString:
    """The part filled in. What is not marked as safe is escaped."""
    return mark_safe(_template(name).render(values))  # noqa: S308 - Jinja has escaped every value


@cache
def _template(name: str) -> Template:
    return _compiled.get_template(f"ui/repeated/{name}.html")
