"""What `--scheduler` says about an address behind which there is no scheduler of Dask."""

import socket
import threading

import pytest

from ippbook.cluster import connection
from ippbook.errors import UserError

pytest.importorskip("distributed")


@pytest.fixture
def web_server():
    """The port of a server that answers everybody as a web server does."""

    def answer() -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            with caller:
                caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


def test_a_server_of_another_kind_is_no_scheduler_and_no_internal_error(web_server, monkeypatch):
    """Dask reads its answer as the length of a message, and runs out of memory."""
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 2)
    with (
        pytest.raises(UserError, match="no connection to this scheduler"),
        connection.connected(connection.Scheduler(f"127.0.0.1:{web_server}")),
    ):
        pass


@pytest.mark.parametrize("option", ["--scheduler", "--files-from"])
def test_an_option_from_an_empty_variable_is_not_passed_over(option, tmp_path, ippbook):
    """Else `--scheduler "$ADDRESS"` would run on this machine without a word."""
    ran = ippbook("check", tmp_path / "a.xlsx", option, "")
    assert (ran.code, ran.out) == (2, "")
    assert f"{option}" in ran.err
    assert "is empty" in ran.err
