"""A preview → what a browser may ask for: a window to look at it, states as they come, pages, files."""

import json
from collections.abc import AsyncIterator, Collection
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from builder.diagnostics import Diagnostic
from builder.material.styles import style
from builder.material.templates import TEMPLATES, environment
from builder.typesetting.raster import page_picture
from builder.watching.guard import Guard
from builder.watching.hub import Hub
from builder.watching.preview import Preview
from builder.watching.screen import face
from builder.watching.state import Shown, State

_WIDTHS = range(100, 3001)  # pixels


def application(preview: Preview, hub: Hub, editor: str, hosts: Collection[str]) -> Starlette:
    """The server's answers. `editor` is the form of a link that opens a {path} at a {line}."""
    answers = _Answers(preview, hub, editor)
    routes = [
        Route("/", answers.window),
        Route("/watch.js", answers.script),
        Route("/watch.css", answers.look),
        Route("/fonts/{name}", answers.face),
        Route("/events", answers.events),
        Route("/show/{slug}", answers.show, methods=["POST"]),
        Route("/printed/{key}/{place:int}.png", answers.printed),
        Route("/book/{name:path}", answers.book),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=frozenset(hosts))])


class _Answers:
    def __init__(self, preview: Preview, hub: Hub, editor: str) -> None:
        self._preview, self._hub, self._editor = preview, hub, editor
        self._window = environment({}, {}).get_template("watch/watch.html").render()

    def window(self, _request: Request) -> Response:
        return HTMLResponse(self._window)

    def script(self, _request: Request) -> Response:
        return Response((TEMPLATES / "watch" / "watch.js").read_bytes(), media_type="text/javascript")

    def look(self, _request: Request) -> Response:
        faces = style("fonts.css").replace('url("fonts/', 'url("/fonts/')
        return Response(faces + style("watch.css"), media_type="text/css")

    def face(self, request: Request) -> Response:
        file = face(f"fonts/{request.path_params['name']}")
        return Response(file.content, media_type=file.media_type) if file else _nothing()

    def events(self, _request: Request) -> Response:
        return StreamingResponse(self._events(), media_type="text/event-stream")

    async def _events(self) -> AsyncIterator[str]:
        async for state in self._hub.follow():
            yield f"data: {json.dumps(as_json(state, self._editor))}\n\n"

    def show(self, request: Request) -> Response:
        for state in self._preview.show(request.path_params["slug"]):
            self._hub.publish(state)
        return Response(status_code=204)

    def printed(self, request: Request) -> Response:
        width = request.query_params.get("width", "")
        if not width.isdecimal() or int(width) not in _WIDTHS:
            return _nothing()
        place: int = request.path_params["place"]
        proof = self._preview.printed(request.path_params["key"])
        if proof is None or place >= proof.count:
            return _nothing()
        return Response(page_picture(proof.pdf, place, int(width)), media_type="image/png")

    def book(self, request: Request) -> Response:
        name: str = request.path_params["name"]
        if name.endswith(".xhtml"):
            page = self._preview.page(name.removesuffix(".xhtml"))
            return Response(page, media_type="application/xhtml+xml") if page else _nothing()
        file = self._preview.file(name)
        return Response(file.content, media_type=file.media_type) if file else _nothing()


def _nothing() -> Response:
    return Response(status_code=404)


def as_json(state: State, editor: str) -> dict[str, Any]:
    """A state as the script in the browser wants it."""
    return {
        "title": state.title,
        "chapters": state.chapters,
        "shown": _shown(state.shown) if state.shown else None,
        "problems": [_problem(problem, editor) for problem in state.problems],
        "checked": state.checked,
        "numbered": state.numbered,
        "saved": state.saved,
        "note": state.note,
    }


def _shown(shown: Shown) -> dict[str, Any]:
    proof = shown.proof
    return {
        "slug": shown.slug,
        "key": sha256(shown.page.encode()).hexdigest()[:16],
        "place": shown.place,
        "printed": shown.is_printed,
        "proof": {"key": proof.key, "first": proof.first, "count": proof.count} if proof else None,
        "spot": asdict(shown.spot) if shown.spot else None,
    }


def _problem(problem: Diagnostic, editor: str) -> dict[str, Any]:
    file, line = problem.origin.file, problem.origin.line
    link = editor.replace("{path}", quote(Path(file).resolve().as_posix())).replace("{line}", str(line or 1))
    return {
        "file": file,
        "line": line,
        "code": problem.code,
        "what": problem.what,
        "fix": problem.fix,
        "link": link,
    }
