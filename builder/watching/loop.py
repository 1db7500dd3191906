"""Files that change → preview → browsers, until somebody stops it."""

import gc
import os
import socket
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import uvicorn
from watchfiles import DefaultFilter, watch

from builder.cache import Cache
from builder.garbage import seldom_collected
from builder.settings.beside import folder_of, overlay_beside
from builder.temporary import own_folder
from builder.watching.hub import Hub
from builder.watching.preview import Preview
from builder.watching.server import application
from builder.watching.state import State
from builder.workers import context, end_with_parent

_HOST = "127.0.0.1"
_STEP = 10  # ms without a change that end a save, in which an editor may touch several files
_MOMENT = 150  # ms without a change after which there is time for what can wait


def follow(
    root: Path,
    overlay: Path | None,
    edition: str,
    cache: Cache,
    port: int,
    editor: str,
    say: Callable[[str], None],
) -> None:
    """Show a guide to browsers on this machine, until somebody stops it. `say` is told the address; port 0 is
    any that is free. Raises OSError.
    """
    if not root.exists():
        raise FileNotFoundError(f"there is no folder or file {root}")
    hub, stop = Hub(), Event()
    with context().Pool(1, _make_way, (own_folder(),)) as workers:  # it ends here, whatever it is doing
        preview = Preview(root, overlay, edition, cache, workers)
        server = _Server(preview, hub, port, editor)
        places = (folder_of(root), overlay or overlay_beside(root))
        folders = [folder for folder in places if folder.is_dir()]
        watching = Thread(target=_follow_files, args=(preview, hub, folders, stop, _others(cache)))
        watching.start()
        say(server.address)
        try:
            server.run([server.socket])
        except KeyboardInterrupt:
            return
        finally:
            stop.set()
            watching.join()


class _Server(uvicorn.Server):
    """A server on the loopback address that ends when it is told to: nobody waits for a next state then."""

    def __init__(self, preview: Preview, hub: Hub, port: int, editor: str) -> None:
        self._hub = hub
        try:
            self.socket = socket.create_server((_HOST, port))
        except OSError:
            raise OSError(f"port {port} is taken: choose another one with --port") from None
        port = self.socket.getsockname()[1]
        self.address = f"http://{_HOST}:{port}/"
        app = application(preview, hub, editor, [f"{_HOST}:{port}", f"localhost:{port}"])
        super().__init__(uvicorn.Config(app, lifespan="off", log_level="critical"))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop."""
        self._hub.close()
        super().handle_exit(sig, frame)


def _others(cache: Cache) -> DefaultFilter:
    """What is to be seen of changes: not those in the cache, which may lie beside a file that is a guide."""
    kept = (cache.folder, cache.folder.resolve()) if cache.folder else ()
    return DefaultFilter(ignore_paths=kept)


def _follow_files(
    preview: Preview, hub: Hub, folders: Sequence[Path], stop: Event, others: DefaultFilter
) -> None:
    """Publish what changes in some folders lead to."""
    seldom_collected()
    changes = watch(
        *folders,
        watch_filter=others,
        stop_event=stop,
        step=_STEP,
        rust_timeout=_MOMENT,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    next(changes, None)  # from now on no change is missed
    _publish(hub, preview.update())
    gc.freeze()  # what is warm now stays
    for found in changes:
        paths = [Path(path) for _kind, path in found]
        _publish(hub, preview.update(paths) if paths else preview.idle())


def _publish(hub: Hub, states: Iterable[State]) -> None:
    for state in states:
        hub.publish(state)


def _make_way(folder: str) -> None:
    """Work in the background, with temporary files in a folder, and end with the process that watches."""
    end_with_parent()
    tempfile.tempdir = folder
    os.nice(10)
