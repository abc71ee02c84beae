"""What the app asked for: a bounded list, counters, and a file of JSON lines."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from sandbox.discord.cdn import Upload
from sandbox.discord.errors import Json


@dataclass(frozen=True)
class Request:
    """One REST request and its answer.

    `auth` is `"bot"`, `"token"` (an interaction's, in the path) or `"none"`; `route` the template
    of the path; `files` the uploads as `{"field", "filename", "size"}`; `error` Discord's code.
    """

    at: float
    method: str
    path: str
    route: str
    auth: str
    json: object
    files: list[Json]
    status: int
    error: int | None


def file_rows(uploads: Mapping[int, Upload]) -> list[Json]:
    """Uploads as they are recorded."""
    return [
        {"field": f"files[{number}]", "filename": upload.filename, "size": len(upload.data)}
        for number, upload in uploads.items()
    ]


@dataclass
class Recorder:
    """Keeps the last requests and counts all of them.

    `counts` is by (method, route template, status). With a `path`, every request is also written
    there as a JSON line: method, path with query, json, files, status.
    """

    path: Path | None = None
    keep: int = 5_000
    counts: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    requests: deque[Request] = field(init=False)
    _file: TextIO | None = None

    def __post_init__(self) -> None:
        self.requests = deque(maxlen=self.keep)

    def open(self) -> None:
        """Starts the file anew, if there is to be one."""
        if self.path is not None:
            self._file = self.path.open("w", encoding="utf-8", buffering=1)

    def close(self) -> None:
        """Ends the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def note(self, request: Request) -> None:
        """Notes one request."""
        self.requests.append(request)
        self.counts[request.method, request.route, request.status] += 1
        if self._file is not None:
            row = {
                "method": request.method,
                "path": request.path,
                "json": request.json,
                "files": request.files,
                "status": request.status,
            }
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
