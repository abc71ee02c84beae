"""Which operation comes to what at which kind of server: what the tests try and the page tells."""

from __future__ import annotations

from dataclasses import dataclass

from tests.operations.ways import Way

SERVERS = ("new-api", "plus", "trueai", "classic")
"""The columns, by the sandbox's presets."""


@dataclass(frozen=True, slots=True)
class Row:
    """An operation or a kind of button, and what comes of it at each server."""

    key: str
    title: str
    ways: tuple[Way, Way, Way, Way]

    def at(self, server: str) -> Way:
        """What comes of it there."""
        return self.ways[SERVERS.index(server)]


def _row(key: str, title: str, *ways: Way) -> Row:
    """A row; one way alone is the same everywhere."""
    first, *others = ways
    second, third, fourth = others or (first, first, first)
    return Row(key, title, (first, second, third, fourth))


W, C, S, I, L = Way.WORKS, Way.CHANGE, Way.SAME, Way.IMAGINE, Way.LINK  # noqa: E741
OFF, NONE, WORDS = Way.OFF, Way.NONE, Way.WORDS
_NEWER = (W, W, W, NONE)
_FILM = (OFF, OFF, W, NONE)
_UNFORMED = (OFF, OFF, OFF, NONE)

TABLE: dict[str, tuple[Row, ...]] = {
    "Commands and menus": (
        _row("imagine", "`/imagine`", W),
        _row("imagine_picture", "`/imagine` with a picture to start from", W),
        _row("blend", "`/blend`", W),
        _row("describe", "`/describe` with an attached picture", W),
        _row("describe_link", "`/describe` with a link", W),
        _row("describe_pick", "A described prompt, drawn at once", I),
        _row("describe_form", "A described prompt, in a form first", I),
        _row("describe_again", "🔄 under a description", OFF, W, Way.MENU, Way.MENU),
        _row("describe_all", "Imagine all", Way.NUMBERS),
        _row("shorten", "`/shorten`", W, W, W, WORDS),
        _row("shorten_pick", "A shortened prompt, drawn at once", I, I, I, WORDS),
        _row("shorten_form", "A shortened prompt, in a form first", I, I, I, WORDS),
        _row("faceswap", "`/faceswap`", W, W, W, WORDS),
        _row("video", "`/video`", WORDS, WORDS, W, WORDS),
        _row("edit", "`/edit`", WORDS, WORDS, W, WORDS),
        _row("edit_mask", "`/edit` with a mask", WORDS),
        _row("retexture", "`/edit` with retexture", WORDS, WORDS, W, WORDS),
        _row("reference_start", "Use as reference: to start from", W),
        _row("reference_style", "Use as reference: style", W, W, W, L),
        _row("reference_character", "Use as reference: character", W, W, W, L),
        _row("reference_closed", "The same, where trueai's operator takes no uploads", W, W, L, L),
    ),
    "Under a grid": (
        _row("upscale", "U1–U4", W, W, W, C),
        _row("vary", "V1–V4", W, W, W, C),
        _row("vary_remix", "V1–V4 with remix", W, W, W, S),
        _row("vary_asked", "V1 where only the relay has remix on", W, W, W, C),
        _row("reroll", "🔄", W, W, W, C),
        _row("reroll_remix", "🔄 with remix", W, W, W, S),
    ),
    "Under an upscaled picture": (
        _row("subtle", "Upscale (Subtle)", *_NEWER),
        _row("creative", "Upscale (Creative)", *_NEWER),
        _row("redo", "Redo Upscale (Subtle) and (Creative)", *_NEWER),
        _row("double", "Upscale (2x)", *_NEWER),
        _row("fourfold", "Upscale (4x)", *_NEWER),
        _row("vary_subtle", "Vary (Subtle)", *_NEWER),
        _row("vary_subtle_remix", "Vary (Subtle) with remix", *_NEWER),
        _row("vary_strong", "Vary (Strong)", *_NEWER),
        _row("vary_strong_remix", "Vary (Strong) with remix", *_NEWER),
        _row("region", "Vary (Region), chosen from the grid of cells", *_NEWER),
        _row("region_mask", "Vary (Region) with a mask of one's own", *_NEWER),
        _row("zoom_2", "Zoom Out 2x", *_NEWER),
        _row("zoom_15", "Zoom Out 1.5x", *_NEWER),
        _row("square", "Make Square", *_NEWER),
        _row("custom_zoom", "Custom Zoom", *_NEWER),
        _row("pan", "⬅️ ➡️ ⬆️ ⬇️", *_NEWER),
        _row("pan_remix", "⬅️ ➡️ ⬆️ ⬇️ with remix", *_NEWER),
        _row("bookmark", "❤️", Way.FAVOURITE),
        _row("animate_high", "Animate (High motion)", *_FILM),
        _row("animate_low", "Animate (Low motion)", *_FILM),
        _row("animate_remix", "Animate with remix", *_FILM),
    ),
    "Under a video": (
        _row("video_upscale", "U1–U4", *_FILM),
        _row("video_reroll", "🔄", *_FILM),
        _row("extend_high", "Extend (High motion)", *_FILM),
        _row("extend_low", "Extend (Low motion)", *_FILM),
    ),
    "On the way": (
        _row("cancel_waiting", "Cancel what waits", W),
        _row("cancel_running", "Cancel what runs", Way.KEPT, W, Way.KEPT, Way.KEPT),
        _row("seed", "Seed", W, W, W, WORDS),
        _row("many", "Progress of many tasks in one question", W),
        _row("no_forms", "Custom Zoom where a relay turns out to take no forms", *_UNFORMED),
        _row("lost", "A submit whose answer was lost", Way.UNKNOWN, W, W, W),
    ),
}
ROWS = tuple(row for rows in TABLE.values() for row in rows)
