"""A cable between us and a real server, to which may happen what happens to networks and busy servers."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from urllib.parse import urlsplit


class Cable:
    """Forwards a loopback port to a server's, until something happens to it; `mend()` ends all of that."""

    def __init__(self, address: str) -> None:
        self.lead_to(address)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._dead: set[socket.socket] = set()
        self._hanging = False
        self._delay = 0.0
        self._status = 0
        self._accept()

    @property
    def url(self) -> str:
        """The address at this end."""
        return f"http://127.0.0.1:{self._port}"

    def lead_to(self, address: str) -> None:
        """Another server is at the other end from now on."""
        parts = urlsplit(address)
        self._server = (str(parts.hostname), int(parts.port or 80))

    def cut(self) -> None:
        """Nobody is at the port any more, and what was under way breaks off."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._open += self._dead
        self._break_off()

    def hang(self) -> None:
        """Calls are taken, but no byte comes through."""
        self._hanging = True
        self._break_off()

    def freeze(self) -> None:
        """As `hang`, but what was under way is not seen to end: it stays silent, also when mended."""
        self._hanging = True
        self._dead.update(self._open)
        self._open.clear()

    def slow(self, seconds: float) -> None:
        """Every answer comes so much later."""
        self._delay = seconds

    def refuse(self, status: int) -> None:
        """Somebody on the way answers everything with this status."""
        self._status = status
        self._break_off()

    def mend(self) -> None:
        """All is well again."""
        self._hanging, self._delay, self._status = False, 0.0, 0
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
            if self._status:
                threading.Thread(target=_answer, args=(caller, self._status), daemon=True).start()
                continue
            try:
                server = socket.create_connection(self._server)
            except OSError:
                caller.close()
                continue
            self._open.append(server)
            threading.Thread(target=self._pump, args=(caller, server), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, caller, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool = False) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if answers and self._delay:
                    time.sleep(self._delay)
                if source not in self._dead and sink not in self._dead:
                    sink.sendall(data)
            if source not in self._dead and sink not in self._dead:
                sink.shutdown(socket.SHUT_WR)


def _answer(caller: socket.socket, status: int) -> None:
    """The same answer to every request on a connection; requests are told apart by their silence."""
    with contextlib.suppress(OSError):
        while caller.recv(1_048_576):
            caller.sendall(f"HTTP/1.1 {status} Refused\r\nContent-Length: 0\r\n\r\n".encode())
