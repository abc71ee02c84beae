"""What is measured, as Prometheus counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from bot.core.reply import Route

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Discord waits three for an acknowledgement."""
CALLS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 90.0)
WORK = (1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 300.0, 900.0, 3600.0)
LAGS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 300.0)
BATCHES = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000)


class PrometheusMeters:
    """`core.meters.Meters`, on a registry of its own."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def histogram(
            name: str, said: str, labels: tuple[str, ...], buckets: tuple[float, ...]
        ) -> Histogram:
            return Histogram(f"easel_{name}", said, labels, buckets=buckets, registry=registry)

        def counter(name: str, said: str, labels: tuple[str, ...]) -> Counter:
            return Counter(f"easel_{name}", said, labels, registry=registry)

        self._submits = histogram(
            "submit_seconds", "From a submit to its answer.", ("relay", "outcome"), CALLS
        )
        self._looks = histogram(
            "look_tasks", "Tasks asked about in one look.", ("relay", "outcome"), BATCHES
        )
        self._calls = counter("relay_calls", "Calls of relays that told something new.", ("relay",))
        self._work = histogram(
            "task_seconds", "From a task's submit to its end.", ("relay", "operation"), WORK
        )
        self._lag = histogram(
            "shown_lag_seconds",
            "From a relay's end to its message.",
            ("relay",),
            LAGS,
        )
        self._edits = counter("edits", "Edits of messages.", ("route", "outcome"))
        self._acknowledgements = histogram(
            "acknowledge_seconds", "From an interaction to its acknowledgement.", (), QUICK
        )
        self._waits = histogram(
            "rate_limit_wait_seconds", "Waits of requests for Discord's buckets.", (), CALLS
        )
        self._loop = histogram(
            "loop_late_seconds", "How late the event loop came back from a pause.", (), QUICK
        )

    def submitted(self, relay: str, outcome: str, seconds: float) -> None:
        """A submit was answered, or was not."""
        self._submits.labels(relay, outcome).observe(seconds)

    def looked(self, relay: str, outcome: str, tasks: int) -> None:
        """A look at so many tasks ended."""
        self._looks.labels(relay, outcome).observe(tasks)

    def called(self, relay: str) -> None:
        """A relay told something new by itself."""
        self._calls.labels(relay).inc()

    def finished(self, relay: str, operation: str, seconds: float) -> None:
        """A task is done, so long after it was sent."""
        self._work.labels(relay, operation).observe(seconds)

    def shown(self, relay: str, seconds: float) -> None:
        """A task's end stands in its message."""
        self._lag.labels(relay).observe(max(seconds, 0.0))

    def edited(self, route: Route, outcome: str) -> None:
        """An edit ended."""
        self._edits.labels(route, outcome).inc()

    def acknowledged(self, seconds: float) -> None:
        """An interaction was acknowledged, so long after it came in."""
        self._acknowledgements.observe(seconds)

    def waited(self, seconds: float) -> None:
        """A request waited for its turn with Discord."""
        self._waits.observe(seconds)

    def late(self, seconds: float) -> None:
        """The event loop came back from a pause so late."""
        self._loop.observe(seconds)
