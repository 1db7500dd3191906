"""Who may ask: only a browser on this machine, and there only our own page.

The server listens on the loopback address alone. A page from elsewhere could still reach it through the
author's browser, by a name that it lets point to this machine, or by a request of its own: so the Host must
be ours, and Origin and Sec-Fetch-Site, where there are any, must be our own page's.
"""

from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_APP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# What the guide brings: no scripts, nothing from elsewhere. Formulas and tables may have styles of their own.
_BOOK = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets through what our own page asks for, and says with every answer what the browser may do with it.
    `hosts` are the names with ports under which we are reached.
    """

    app: ASGIApp
    hosts: Collection[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse to."""
        if scope["type"] != "http":
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                headers.setdefault("cache-control", "no-store")
                policy = _BOOK if scope["path"].startswith("/book/") else _APP
                headers["content-security-policy"] = policy
            await send(message)

        app = self.app if self._is_ours(Headers(scope=scope)) else PlainTextResponse("not from here", 403)
        await app(scope, receive, answer)

    def _is_ours(self, headers: Headers) -> bool:
        origins = {f"http://{host}" for host in self.hosts}
        return (
            headers.get("host") in self.hosts
            and headers.get("origin", next(iter(origins))) in origins
            and headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        )
