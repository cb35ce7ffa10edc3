"""One contract, two clients: the fake tray, and the real client against a gateway and a mail server on loopback."""

import json
import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from integrations.messages.client import MessageNotSent, client
from integrations.messages.models import FakeMessage

pytestmark = pytest.mark.django_db
KEY = "notice:1:sms"


class Gateway(BaseHTTPRequestHandler):
    """Keeps one message a key, as the real gateway promises; refuses a wrong token and a number without digits."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        good = self.headers["Authorization"] == "Bearer token" and any(letter.isdigit() for letter in body["to"])
        if good:
            self.server.kept.setdefault(self.headers["Idempotency-Key"], (body["to"], body["text"]))
        self.send_response(200 if good else 400)
        self.end_headers()

    def log_message(self, *_args):
        """Stay silent."""


class MailServer(socketserver.StreamRequestHandler):
    """As much SMTP as a mail needs; a mailbox keeps one mail a Message-ID."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            if verb == b"RCPT" and b"@" not in line:
                self.wfile.write(b"553 no\r\n")
            elif verb == b"DATA":
                self.wfile.write(b"354 go\r\n")
                self.keep()
                self.wfile.write(b"250 ok\r\n")
            else:
                self.wfile.write(b"250 ok\r\n")

    def keep(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.kept.setdefault(mail["Message-ID"], (mail["To"], mail["Subject"], mail.get_content().strip()))


@contextmanager
def served(server):
    server.kept = {}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class FakeTray:
    def sms(self):
        return [(row.to, row.text) for row in FakeMessage.objects.filter(channel="sms")]

    def mails(self):
        return [(row.to, row.subject, row.text) for row in FakeMessage.objects.filter(channel="mail")]


class RealTray:
    def __init__(self, gateway, mail):
        self.gateway, self.mail = gateway, mail

    def sms(self):
        return list(self.gateway.kept.values())

    def mails(self):
        return list(self.mail.kept.values())


@pytest.fixture(params=["fake", "real"])
def tray(request, settings):
    if request.param == "fake":
        yield FakeTray()
        return
    gateway, mail = HTTPServer(("127.0.0.1", 0), Gateway), socketserver.TCPServer(("127.0.0.1", 0), MailServer)
    with served(gateway), served(mail):
        settings.MESSAGES_CLIENT = "integrations.messages.client.GatewayClient"
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{gateway.server_port}/sms"
        settings.SMS_GATEWAY_TOKEN, settings.SMS_SENDER = "token", "02-0000-0000"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = mail.server_address
        settings.DEFAULT_FROM_EMAIL = "gyeot@example.org"
        yield RealTray(gateway, mail)


def test_a_text_arrives_as_it_was_written(tray):
    client().send_sms("010-0000-1234", "[곁] 결정되었습니다", key=KEY)
    assert tray.sms() == [("010-0000-1234", "[곁] 결정되었습니다")]


def test_a_mail_arrives_as_it_was_written(tray):
    client().send_mail("mina@example.org", "결정 통지", "결정문을\n보내 드립니다.", key="notice:1:mail")
    ((to, subject, text),) = tray.mails()
    assert (to, subject, text.replace("\r\n", "\n")) == ("mina@example.org", "결정 통지", "결정문을\n보내 드립니다.")


def test_the_same_key_sends_once(tray):
    for _ in range(2):
        client().send_sms("010-0000-1234", "한 번", key=KEY)
        client().send_mail("mina@example.org", "한 번", "한 번", key="notice:1:mail")
    assert len(tray.sms()) == len(tray.mails()) == 1


def test_a_subject_cannot_smuggle_a_header(tray):
    client().send_mail("mina@example.org", "제목\r\nBcc: other@example.org", "x", key="k")
    ((to, subject, _text),) = tray.mails()
    assert (to, subject) == ("mina@example.org", "제목 Bcc: other@example.org")


def test_a_refusal_says_so(tray):
    with pytest.raises(MessageNotSent):
        client().send_sms("nobody", "x", key=KEY)
    with pytest.raises(MessageNotSent):
        client().send_mail("nobody", "x", "x", key="m")
    assert tray.sms() == tray.mails() == []


def test_a_gateway_that_is_away_is_a_refusal(settings):
    settings.MESSAGES_CLIENT = "integrations.messages.client.GatewayClient"
    settings.SMS_GATEWAY_TOKEN, settings.SMS_SENDER = "token", "02-0000-0000"
    for address in ("http://127.0.0.1:1/sms", "file:///etc/hostname"):
        settings.SMS_GATEWAY_URL = address
        with pytest.raises(MessageNotSent):
            client().send_sms("010-0000-1234", "x", key=KEY)
