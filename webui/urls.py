"""Addresses of the web room; each of its rooms brings its own list."""

from django.urls import URLPattern, URLResolver, path

from webui.pages import demo_messages, preferences, second_factor, sign_in
from webui.portal import home

try:  # until the engine's queries have landed
    from webui import health
except ImportError:
    health = None  # type: ignore[assignment]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("preferences/", preferences.change, name="preferences"),
    path("session/extend/", preferences.extend, name="session_extend"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", second_factor.enter, name="sign_in_code"),
    path("sign-in/send/", second_factor.send, name="sign_in_send"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("demo/messages/", demo_messages.show, name="demo_messages"),
]
if health is not None:
    urlpatterns.insert(0, path("healthz", health.healthz, name="healthz"))
