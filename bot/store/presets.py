"""Members' own presets in SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.presets import Preset, named, with_preset

if TYPE_CHECKING:
    from collections.abc import Iterable

    import aiosqlite

    from bot.store.database import Database

_OWN = "SELECT name, text FROM presets WHERE user_id = ? ORDER BY key"
_SAVE = """
    INSERT INTO presets (user_id, key, name, text) VALUES (:user_id, :key, :name, :text)
    ON CONFLICT (user_id, key) DO UPDATE SET name = excluded.name, text = excluded.text
"""
_DELETE = "DELETE FROM presets WHERE user_id = ? AND key = ?"


class SqlitePresets:
    """`core.presets.PresetStore` in SQLite.

    Kept here: of two presets saved at one moment neither goes beyond what a member may have.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def own(self, user_id: int) -> list[Preset]:
        """A member's presets, by name."""
        return _presets(await self._database.rows(_OWN, (user_id,)))

    async def save(self, user_id: int, preset: Preset, most: int) -> None:
        """Keeps a preset, in the place of one of that name; raises `BadInput` beyond `most`."""
        async with self._database.transaction(lasting=True) as connection:
            with_preset(await _own(connection, user_id), preset, most)
            values = {
                "user_id": user_id,
                "key": preset.key,
                "name": preset.name,
                "text": preset.text,
            }
            await connection.execute(_SAVE, values)

    async def delete(self, user_id: int, name: str) -> None:
        """Forgets a preset; raises `BadInput` when there is none of that name."""
        async with self._database.transaction(lasting=True) as connection:
            gone = named(await _own(connection, user_id), name)
            await connection.execute(_DELETE, (user_id, gone.key))


async def _own(connection: aiosqlite.Connection, user_id: int) -> list[Preset]:
    return _presets(await connection.execute_fetchall(_OWN, (user_id,)))


def _presets(rows: Iterable[object]) -> list[Preset]:
    return [Preset(*row) for row in rows]  # type: ignore[misc]  # a Row is a sequence
