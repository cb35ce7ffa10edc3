"""Addresses of the web room; each of its rooms brings its own list."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from webui.pages import preferences, second_factor, security, sign_in
from webui.portal import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("preferences/", preferences.change, name="preferences"),
    path("session/extend/", preferences.extend, name="session_extend"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", second_factor.enter, name="sign_in_code"),
    path("sign-in/send/", second_factor.send, name="sign_in_send"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", security.show, name="account_security"),
    path("account/password/", security.change_password, name="password_change"),
    path("account/totp/enrol/", security.enrol_totp, name="totp_enrol"),
    path("account/totp/confirm/", security.confirm_totp, name="totp_confirm"),
    path("account/totp/remove/", security.remove_totp, name="totp_remove"),
    path("account/sessions/<uuid:session_id>/end/", security.end_session, name="session_end"),
]


def _later(module: str, *entries: tuple[str, str, str]) -> None:
    """Pages whose lower layers land while we build; taken out when all stand."""
    try:
        found = import_module(module)
    except ImportError:
        return
    urlpatterns.extend(path(address, getattr(found, view), name=name) for address, view, name in entries)


_later("webui.health", ("healthz", "healthz", "healthz"))
_later("webui.pages.demo_messages", ("demo/messages/", "show", "demo_messages"))
_later(
    "webui.pages.link",
    ("l/", "home", "link_home"),
    ("l/<str:token>/", "open_link", "link"),
    ("l/<str:token>/send/", "send", "link_send"),
)
_later("webui.pages.my_page", ("my/", "show", "my_page"))
_later(
    "webui.pages.notices",
    ("notices/", "show", "notices"),
    ("notices/read/", "mark_all_read", "notices_read"),
    ("notices/<uuid:notice_id>/read/", "mark_read", "notice_read"),
)
_later("webui.pages.documents", ("documents/<uuid:document_id>/", "download", "document"))
_later("webui.pages.inbox", ("work/", "show", "inbox"))
_later(
    "webui.pages.item",
    ("work/<uuid:item_id>/", "show", "item"),
    ("work/<uuid:item_id>/claim/", "claim", "item_claim"),
    ("work/<uuid:item_id>/return/", "give_back", "item_return"),
    ("work/<uuid:item_id>/draft/", "keep_draft", "item_draft"),
)
_later(
    "webui.pages.case",
    ("cases/<uuid:instance_id>/", "show", "case"),
    ("cases/<uuid:instance_id>/withdraw/", "withdraw", "case_withdraw"),
    ("cases/<uuid:instance_id>/object/", "object_to", "case_object"),
    ("cases/<uuid:instance_id>/cancel/", "cancel", "case_cancel"),
)
_later(
    "webui.pages.start",
    ("apply/<slug:process_id>/", "show", "start"),
    ("apply/<slug:process_id>/draft/", "keep_draft", "start_draft"),
)

for room in ("studio", "control"):
    try:
        urlpatterns.append(path(f"{room}/", include(f"webui.{room}.urls")))
    except ImportError:
        continue
_known = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
_ids = {"item": "work/<uuid:a>/", "case": "cases/<uuid:a>/", "start": "apply/<slug:a>/", "document": "documents/<uuid:a>/"}
for _name in ("inbox", "my_page", "notices", "start", "item", "case", "document", "demo_messages", "link_home"):
    if _name not in _known:
        urlpatterns.append(path(_ids.get(_name, f"{_name}/"), home.home, name=_name))
