"""Addresses of the web room; each of its rooms brings its own list."""

from django.urls import URLPattern, URLResolver, include, path

from webui import health
from webui.pages import (
    case,
    demo_messages,
    documents,
    forgotten,
    inbox,
    item,
    link,
    my_page,
    notices,
    preferences,
    second_factor,
    security,
    sign_in,
    start,
    tokens,
)
from webui.portal import home

Patterns = list[URLPattern | URLResolver]

signing_in: Patterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", second_factor.enter, name="sign_in_code"),
    path("sign-in/send/", second_factor.send, name="sign_in_send"),
    path("sign-in/forgotten/", forgotten.ask, name="forgotten"),
    path("sign-in/forgotten/new/", forgotten.choose, name="forgotten_new"),
    path("sign-in/forgotten/<str:token>/", forgotten.follow, name="forgotten_link"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("l/", link.home, name="link_home"),
    path("l/<str:token>/", link.open_link, name="link"),
    path("l/<str:token>/send/", link.send, name="link_send"),
]

account: Patterns = [
    path("account/", security.show, name="account_security"),
    path("account/password/", security.change_password, name="password_change"),
    path("account/totp/enrol/", security.enrol_totp, name="totp_enrol"),
    path("account/totp/confirm/", security.confirm_totp, name="totp_confirm"),
    path("account/totp/remove/", security.remove_totp, name="totp_remove"),
    path("account/tokens/", tokens.show, name="tokens"),
    path("account/tokens/new/", tokens.create, name="token_new"),
    path("account/tokens/send/", tokens.send, name="token_send"),
    path("account/tokens/<uuid:token_id>/end/", tokens.end, name="token_end"),
    path("account/sessions/<uuid:session_id>/end/", security.end_session, name="session_end"),
]

work: Patterns = [
    path("work/", inbox.show, name="inbox"),
    path("work/<uuid:item_id>/", item.show, name="item"),
    path("work/<uuid:item_id>/claim/", item.claim, name="item_claim"),
    path("work/<uuid:item_id>/return/", item.give_back, name="item_return"),
    path("cases/<uuid:instance_id>/", case.show, name="case"),
    path("cases/<uuid:instance_id>/withdraw/", case.withdraw, name="case_withdraw"),
    path("cases/<uuid:instance_id>/object/", case.object_to, name="case_object"),
    path("cases/<uuid:instance_id>/cancel/", case.cancel, name="case_cancel"),
    path("documents/<uuid:document_id>/", documents.download, name="document"),
]

portal: Patterns = [
    path("", home.home, name="home"),
    path("apply/<slug:process_id>/", start.show, name="start"),
    path("my/", my_page.show, name="my_page"),
    path("notices/", notices.show, name="notices"),
    path("notices/read/", notices.mark_all_read, name="notices_read"),
    path("notices/<uuid:notice_id>/read/", notices.mark_read, name="notice_read"),
]

#: Tried in this order: what is asked most stands first.
urlpatterns: Patterns = [
    path("api/v1/", include("webui.api.urls")),
    *work,
    path("healthz", health.healthz, name="healthz"),
    path("preferences/", preferences.change, name="preferences"),
    path("session/extend/", preferences.extend, name="session_extend"),
    path("demo/messages/", demo_messages.show, name="demo_messages"),
    *signing_in,
    *account,
    *portal,
    path("studio/", include("webui.studio.urls")),
    path("control/", include("webui.control.urls")),
]
