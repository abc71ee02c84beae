"""Who may in: each server's keys, and how it says no."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.relay.answers import Answer, empty, openai_error, plain
from sandbox.relay.presets import Preset


def refusal(preset: Preset, key: str, headers: Mapping[str, str], request_id: str) -> Answer | None:
    """Takes the headers of a request; gives the answer that refuses it, None when it may pass."""
    if preset.front:
        return _new_api(key, headers, request_id)
    if preset.lineage == "trueai":
        return _trueai(key, headers)
    return None if headers.get("mj-api-secret") == key else empty(401)


def carries(key: str, headers: Mapping[str, str]) -> bool:
    """Whether a request holds the key in a header of any of the servers' kinds."""
    kinds = ("Authorization", "mj-api-secret")
    return any(headers.get(kind, "").removeprefix("Bearer ") == key for kind in kinds)


def rejected(preset: Preset, request_id: str) -> Answer:
    """The answer to a key that is not known."""
    if preset.front:
        return openai_error(401, "无效的令牌", request_id)
    return plain(403, "未登录") if preset.lineage == "trueai" else empty(401)


def _trueai(key: str, headers: Mapping[str, str]) -> Answer | None:
    """The whole Authorization header is the key; when it is there, even empty, it wins."""
    given = headers.get("Authorization", headers.get("Mj-Api-Secret"))
    if given is None:
        return plain(401, "Authorization header missing.")
    return None if given == key else plain(403, "未登录")


def _new_api(key: str, headers: Mapping[str, str], request_id: str) -> Answer | None:
    """`Bearer sk-…` or bare; what follows a dash after `sk-` picks a channel, for admins only."""
    given = headers.get("Authorization", "").strip()
    if given in {"", "midjourney-proxy"}:
        given = headers.get("mj-api-secret", "").strip()
    given = given.removeprefix("Bearer ").strip().removeprefix("sk-")
    known = key.removeprefix("sk-")
    if given == known:
        return None
    if not given:
        return openai_error(401, "未提供令牌", request_id)
    if given.startswith(f"{known}-"):
        return openai_error(403, "普通用户不支持指定渠道", request_id)
    return openai_error(401, "无效的令牌", request_id)
