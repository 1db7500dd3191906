"""Addresses on the web, as every reader accepts them: by WHATWG's rules, written as RFC 3986 has them."""

import re
from urllib.parse import quote

from ada_url import URL

from builder.diagnostics import shown
from builder.limits import LINK_LETTERS

_BEGIN = re.compile(r"https?://(?!/)|mailto:(?!/)", re.IGNORECASE)
_IN_PATH = "/%:@!$&'()*+,;=-._~"
_IN_QUERY = f"{_IN_PATH}?"
_BAD_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_HOST_LETTERS = 253  # of all labels and dots together, by RFC 1035


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
