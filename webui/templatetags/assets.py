"""The built bundles in a page, and nothing in their place where they are not built: pages stay usable without them."""

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def bundle_style(name: str) -> SafeString | str:
    """The style sheet of a bundle, e.g. `{% bundle_style "studio" %}`."""
    address = _address(f"build/{name}.css")
    return format_html('<link rel="stylesheet" href="{}">', address) if address else ""


@register.simple_tag
def bundle_script(name: str) -> SafeString | str:
    """The script of a bundle; it runs when the page has been read."""
    address = _address(f"build/{name}.js")
    return format_html('<script src="{}" defer></script>', address) if address else ""


def _address(path: str) -> str | None:
    try:
        if not staticfiles_storage.exists(path) and finders.find(path) is None:
            return None
        return staticfiles_storage.url(path)
    except ValueError:  # the manifest does not know it: built after the last collectstatic
        return None
