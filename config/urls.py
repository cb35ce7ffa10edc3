"""All addresses of the system; each room of webui brings its own list."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("webui.urls")),
]
#: Programs are told in their shape also what no view of theirs could answer.
handler404 = "webui.failing.not_found"
handler500 = "webui.failing.failed"
