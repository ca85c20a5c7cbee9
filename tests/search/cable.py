"""A cable between us and a real server, that can be cut, or hang: what happens to networks."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Cable:
    """Forwards a loopback port to a server's. `cut()` closes it, `hang()` takes calls and never answers."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._server = (str(parts.hostname), int(parts.port or 80))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._hanging = False
        self._accept()

    @property
    def url(self) -> str:
        """The address at this end."""
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        """Nobody is at the port any more, and what was under way breaks off."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._break_off()

    def hang(self) -> None:
        """Calls are taken, but no byte comes through."""
        self._hanging = True
        self._break_off()

    def mend(self) -> None:
        """All is well again."""
        self._hanging = False
        self._break_off()
        if self._listener.fileno() < 0:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._accept()

    def _break_off(self) -> None:
        while self._open:
            one = self._open.pop()
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            self._open.append(caller)
            if self._hanging:
                continue
            try:
                server = socket.create_connection(self._server)
            except OSError:
                caller.close()
                continue
            self._open.append(server)
            for source, sink in ((caller, server), (server, caller)):
                threading.Thread(target=_pump, args=(source, sink), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
