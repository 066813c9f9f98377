"""The block on the network is itself tested: a test that could phone out would one day do so with somebody's name."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_nothing_beyond_this_machine_can_be_reached() -> None:
    with pytest.raises(SocketConnectBlockedError), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))  # an address kept for documentation (RFC 5737)
