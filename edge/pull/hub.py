"""Fetches files from a model hub, at one commit, over https."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Protocol
from urllib.parse import quote, urlsplit

from edge.address import on_this_machine
from edge.bundle.registry import FetchedFile
from edge.pull.fetching import Fetching
from edge.pull.wheel import checked

SILENT = 30.0  # seconds without a byte, after which a source is given up
PIECE = 1 << 16


class _Answer(Protocol):
    def read1(self, amount: int) -> bytes: ...


class _OnlySafe(urllib.request.BaseHandler):
    """A hub sends on to where its files lie; every address on the way is looked at."""

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        if not is_safe(request.full_url):
            raise urllib.error.URLError("it sends on to an address without encryption")
        return request


def is_safe(url: str) -> bool:
    """Whether nobody on the way can read or change what is fetched: https, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and on_this_machine(parts.hostname or ""))


def fetch(fetching: Fetching) -> dict[str, bytes]:
    """The wanted files by their names in the bundle. Raises PullError."""
    hub = fetching.model.hub
    if not is_safe(hub.url):
        raise fetching.failed(f"{hub.url} is not https: the list of models must name another address")
    opener = urllib.request.build_opener(_OnlySafe)
    taken: dict[str, bytes] = {}
    for file in fetching.files:
        fetching.progress.say(f"fetching {file.path} from {hub.repository}, {file.bytes / 1e6:.1f} MB")
        taken[file.file] = _one(opener, file, fetching, sum(map(len, taken.values())))
    return taken


def _one(opener: urllib.request.OpenerDirector, file: FetchedFile, fetching: Fetching, before: int) -> bytes:
    hub = fetching.model.hub
    url = f"{hub.url.rstrip('/')}/{hub.repository}/resolve/{hub.revision}/{quote(file.path)}"
    try:
        with opener.open(url, timeout=min(SILENT, fetching.within)) as answer:
            length = answer.headers.get("Content-Length", "")
            if length.isdigit() and int(length) != file.bytes:
                raise fetching.failed(f"{file.path} has {length} bytes, and {file.bytes} in the list of models")
            data = _read(answer, file, fetching, before)
    except urllib.error.HTTPError as error:
        error.close()
        raise fetching.failed(f"the hub has no {file.path} at this revision (status {error.code})") from error
    except urllib.error.URLError as error:
        fetching.check_time()
        raise fetching.failed(_unreached(error.reason)) from error
    except (HTTPException, OSError) as error:
        fetching.check_time()
        raise fetching.failed(f"the hub broke off ({_reason(error)}): try again") from error
    return checked(data, file, fetching)


def _read(answer: _Answer, file: FetchedFile, fetching: Fetching, before: int) -> bytes:
    """At most one byte more than there should be: whether it is the right file is seen by its size and hash."""
    data = bytearray()
    while len(data) <= file.bytes:
        piece = answer.read1(min(PIECE, file.bytes + 1 - len(data)))
        if not piece:
            break
        data += piece
        fetching.progress.count(before + len(data))
        fetching.check_time()
    return bytes(data)


def _unreached(reason: object) -> str:
    if isinstance(reason, str):
        return f"the hub cannot be used: {reason}"
    return f"the hub cannot be reached: is there a network? ({_reason(reason)})"


def _reason(error: object) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not trusted here"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)[:100]
