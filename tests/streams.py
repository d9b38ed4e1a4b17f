"""A small server of pictures and films, for what reads from an address."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ferdesk.opencv_env  # noqa: F401  isort: skip

import cv2
import numpy as np

from tests.fakes import WAIT
from tests.films import numbered


class Server(http.server.ThreadingHTTPServer):
    """Serves `/live` as motion JPEG until `hang_up` is set, and `/file` as a video file."""

    daemon_threads = True

    def __init__(self, video: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.video = video
        self.hang_up = threading.Event()
        self.visits = 0
        self.turned = False
        """While set, the live pictures stand upright, as those of a telephone that was turned."""
        self.broken = 0
        """How many of the next live pictures are no JPEGs."""
        self.sent = 1.0
        """The share of the file after which the connection breaks."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        server.visits += 1
        if self.path.startswith("/live"):
            self._live(server)
        else:
            content = server.video.read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self._write(content[: round(server.sent * len(content))])

    def _live(self, server: Any) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=part")
        self.end_headers()
        number = 0
        while not server.hang_up.is_set():
            picture = numbered(number % 50)
            jpeg = cv2.imencode(".jpg", np.rot90(picture) if server.turned else picture)[1].tobytes()
            if server.broken:
                server.broken -= 1
                jpeg = b"\xff\xd8 is how a JPEG begins \xff\xd9"
            head = f"--part\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            if not self._write(head.encode() + jpeg + b"\r\n"):
                return
            number += 1
            time.sleep(0.01)

    def _write(self, content: bytes) -> bool:
        try:
            self.wfile.write(content)
        except OSError:  # the reader has gone
            return False
        return True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(video: Path) -> Iterator[Server]:
    """A server of this film that runs meanwhile."""
    server = Server(video)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.hang_up.set()
        server.shutdown()
        server.server_close()
        thread.join(WAIT)
        assert not thread.is_alive()
