"""Logging, set up once: the task's number in each line, secrets in none."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars

from bot.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

CHATTY = ("discord", "aiohttp", "aiosqlite", "asyncio", "PIL")
"""Libraries whose DEBUG lines hold whole events and statements, with prompts and tokens in them."""


def set_up(
    *, level: str, json: bool, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Sends every log line, ours and the libraries', to `stream` (standard error by default).

    `level` is the least that is written, by its name; the libraries never write DEBUG lines.
    `secrets` are values that no line may hold. Replaces what was set up before.
    """
    stream = stream or sys.stderr
    handler = _Handler(stream)
    handler.setFormatter(_Formatter(Redactor(secrets), json=json, colours=stream.isatty()))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    least = logging.getLevelNamesMapping()[level.upper()]
    root.setLevel(least)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(least, logging.INFO))
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # or a logger used before this would keep its old ways
    )


def hide(secrets: Iterable[str]) -> None:
    """From now on no line may hold these values either."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, _Formatter):
            handler.formatter.redact.hide(secrets)


def bind(**values: Any) -> AbstractContextManager[None]:  # noqa: ANN401  (anything can be logged)
    """Puts `values` (`task=12`) into every line that is written inside the block.

    Holds for what the block awaits and for the asyncio tasks it starts, and for nothing else.
    """
    return bound_contextvars(**values)


_SHARED: list[Processor] = [
    merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
"""What happens to every line, ours and the libraries'."""


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines; when one cannot be written, says so without its words.

    What the standard library prints then, traceback and values, would go round the redaction.
    """

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's own name)
        """Called inside the handler of what went wrong with `record`."""
        trouble = type(sys.exc_info()[1]).__name__
        with suppress(OSError, ValueError):  # standard error is closed, too
            sys.stderr.write(f"a log line of {record.name} was lost: {trouble}\n")


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Renders a line and takes the secrets out of the very text that is written.

    Nothing can slip past by coming from a library, in an exception, or deep inside a value.
    """

    def __init__(self, redact: Redactor, *, json: bool, colours: bool) -> None:
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(_json() if json else _text(colours=colours)),
            ],
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *_SHARED],
        )
        self.redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The line of `record`."""
        return self.redact(super().format(record))


def _json() -> list[Processor]:
    return [
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
        structlog.processors.JSONRenderer(ensure_ascii=False, default=repr),
    ]


def _text(*, colours: bool) -> list[Processor]:
    renderer = structlog.dev.ConsoleRenderer(
        colors=colours, exception_formatter=_traceback, pad_event_to=0, repr_native_str=True
    )
    return [_one_line, renderer]


def _one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The event on one line; the other values are, as the renderer writes their `repr`."""
    event["event"] = _printable(str(event["event"]))
    return event


def _traceback(out: TextIO, error: ExcInfo) -> None:
    """The plain traceback, since the pretty one of `rich` shows the values of local variables."""
    text = StringIO()
    structlog.dev.plain_traceback(text, error)
    out.write("\n".join(map(_printable, text.getvalue().split("\n"))))


def _printable(text: str) -> str:
    """`text` with control characters spelled out: nobody's words can forge a line or colour one."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
