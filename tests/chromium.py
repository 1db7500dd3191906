"""A real browser for tests: Debian's Chromium, driven over a pipe by its DevTools protocol."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import pytest

_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # tests may run as root, in a container
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
)
# The protocol's pipes are numbers 3 and 4 by definition, whatever numbers they have here.
_START = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Tab:
    """One page in the browser."""

    def __init__(self, said: BinaryIO, told: BinaryIO) -> None:
        self._said, self._told, self._count, self._session = said, told, 0, ""
        self._rest = b""
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.do("Page.enable")

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol, and what it gives."""
        self._count += 1
        command: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        self._told.write(json.dumps(command).encode() + b"\0")
        self._told.flush()
        while (answer := self._next()).get("id") != self._count:
            pass
        assert "error" not in answer, answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    def go(self, address: str) -> None:
        """Open an address."""
        self.do("Page.navigate", url=address)

    def get(self, expression: str) -> Any:
        """What an expression of JavaScript is; a promise is waited for."""
        answer = self.do("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: int = 120) -> Any:
        """What a condition gives as soon as it holds: it is asked for in the page, at every frame."""
        return self.get(
            f"""new Promise((done, fail) => {{
              const until = Date.now() + {seconds * 1000};
              const look = () => {{
                let found; try {{ found = ({condition}); }} catch (wrong) {{ found = null; }}
                if (found) done(found);
                else if (Date.now() > until) fail(new Error("in vain: " + {json.dumps(condition)}));
                else setTimeout(look, 20);
              }};
              look();
            }})"""
        )

    def size(self, width: int, height: int, *, dark: bool = False) -> None:
        """Give the window a size and the author's preference."""
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        preference = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.do("Emulation.setEmulatedMedia", features=preference)

    def picture(self) -> bytes:
        """The window as a PNG."""
        return b64decode(self.do("Page.captureScreenshot", format="png")["data"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._said.fileno(), 1 << 20)
            assert more, "Chromium has ended"
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        read: dict[str, Any] = json.loads(message)
        return read


@contextmanager
def chromium() -> Iterator[Tab]:
    """A tab of a browser of its own, which ends with the test."""
    program = shutil.which("chromium")
    if not program:
        (pytest.fail if os.environ.get("REQUIRE_ACE") else pytest.skip)("Chromium is not installed")
    (hears, told), (said, says) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        command = [program, *_FLAGS, f"--user-data-dir={home}"]
        environment = os.environ | {"HOME": home, "XDG_CONFIG_HOME": home}
        start = [sys.executable, "-c", _START, str(hears), str(says), *command]
        browser = subprocess.Popen(
            start,
            pass_fds=(hears, says),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(hears)
        os.close(says)
        try:
            with os.fdopen(said, "rb", buffering=0) as ear, os.fdopen(told, "wb", buffering=0) as mouth:
                yield Tab(ear, mouth)
        finally:
            browser.kill()
            browser.wait()
