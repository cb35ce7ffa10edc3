"""A worker outlives its Redis: what kombu does over a closed channel is a lost connection, which it bears."""

import pytest
from redis.exceptions import ConnectionError as ConnectionLost

from config.broker import Channel
from config.celery import app


@pytest.fixture
def channel(servers_running):
    with app.connection_for_read() as link:
        yield link.channel()


def test_celery_uses_our_channels(channel):
    assert isinstance(channel, Channel)


def test_a_message_acknowledged_over_a_closed_channel_is_a_lost_connection(channel):
    with app.connection_for_write() as link, link.Producer() as producer:
        producer.publish("hello", routing_key="broker_test", serializer="json")
    channel.queue_declare("broker_test")
    message = None
    for _ in range(20):
        message = message or channel.basic_get("broker_test")
    link = channel.connection
    channel.connection = None
    channel._pool = None
    with pytest.raises(ConnectionLost):
        message.ack()
    errors = []
    message.ack_log_error(_Log(errors), (ConnectionLost,))
    assert errors
    channel.connection = link


class _Log:
    def __init__(self, errors):
        self.critical = lambda *args, **more: errors.append(args)
