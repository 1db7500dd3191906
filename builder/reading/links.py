"""Addresses on the web, as every reader accepts them: by WHATWG's rules, written as RFC 3986 has them."""

import re
from urllib.parse import quote

from ada_url import URL

from builder.diagnostics import shown
from builder.limits import LINK_LETTERS

_BEGIN = re.compile(r"https?://(?!/)|mailto:(?!/)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OTHERS = ("ftp", "gopher", "irc", "ldap", "news", "nntp", "sip", "sips", "tel", "telnet", "urn", "xmpp")
_RUNNING = (
    "javascript",
    "vbscript",
    "data",
    "blob",
    "file",
)  # what runs something, or opens a reader's own files
_IN_PATH = "/%:@!$&'()*+,;=-._~"
_IN_QUERY = f"{_IN_PATH}?"
_BAD_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_HOST_LETTERS = 253  # of all labels and dots together, by RFC 1035


def address(written: str) -> str | None:
    """An address that a book may link to; None for one of a kind that readers open with no program. Raises
    ValueError with what is wrong with it.
    """
    found = _SCHEME.match(written)
    scheme = found[1].lower() if found else ""
    if scheme in ("", "http", "https", "mailto", *_RUNNING):
        return web_address(written)
    return _other(written) if scheme in _OTHERS else None


def _other(written: str) -> str | None:
    """An address for another program than a browser, with all letters escaped that must be."""
    if len(written) > LINK_LETTERS.value or not written.isprintable() or _BAD_PERCENT.search(written):
        return None
    scheme, _, rest = written.partition(":")
    hosted = rest.startswith("//")
    try:
        is_sound = not hosted or _is_host(URL(written).hostname)
    except ValueError:
        return None
    return f"{scheme.lower()}:{quote(rest, safe=f'{_IN_QUERY}#')}" if is_sound else None


def web_address(written: str) -> str:
    """An address with all letters escaped that must be: ü, a space, a quotation mark. Raises ValueError with
    what is wrong with it.
    """
    goes = f"the link goes to {shown(written)}"
    if len(written) > LINK_LETTERS.value:
        raise ValueError(f"{goes}; {LINK_LETTERS.of} may have {LINK_LETTERS}")
    if not _BEGIN.match(written) or not written.isprintable():
        raise ValueError(goes)
    if "\\" in written or _BAD_PERCENT.search(written):
        raise ValueError(f"{goes}, where a “%” or a “\\” has no meaning")
    try:
        found = _escaped(URL(written))
        return written if found == f"{written}/" else found  # an empty path is as good as a root
    except ValueError:
        raise ValueError(f"{goes}, and there can be no such address") from None


def _escaped(found: URL) -> str:
    """An address in RFC 3986's letters. Raises ValueError."""
    mail = found.protocol == "mailto:"
    if found.username or found.password or not ("@" in found.pathname if mail else _is_host(found.hostname)):
        raise ValueError
    place = "" if mail else f"//{found.host}"
    query = f"?{quote(found.search[1:], safe=_IN_QUERY)}" if found.search else ""
    fragment = f"#{quote(found.hash[1:], safe=_IN_QUERY)}" if found.hash else ""
    return f"{found.protocol}{place}{quote(found.pathname, safe=_IN_PATH)}{query}{fragment}"


def _is_host(host: str) -> bool:
    """Whether a host can be one, by the rules for names that EPUBCheck holds to and browsers don't."""
    if host.startswith("["):
        return True
    return len(host) <= _HOST_LETTERS and all(map(_is_label, host.split(".")))


def _is_label(label: str) -> bool:
    if not label.startswith("xn--"):
        return _LABEL.fullmatch(label) is not None
    letters = label.removeprefix("xn--").encode().decode("punycode")
    return bool(_LABEL.fullmatch(label)) and URL(f"https://{letters}/").hostname == label
