"""A translator without a model: a small dictionary, and marks around what is not in it.

The same words always give the same answer, so that a test can say what it will be.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Things that the relay's painter can draw, and what people say about them; whole phrases are those
# that words one by one would put in the wrong order.
# fmt: off
_ENGLISH: Final = {
    "一只穿宇航服的猫": "a cat in a spacesuit",
    "暴风雨中的灯塔": "a lighthouse in a storm",
    "雨中的霓虹城市": "a neon city in the rain",
    "星空下的帐篷": "a tent under the stars",
    "日落时的海边小屋": "a cottage by the sea at sunset",
    "樱花树下的狐狸": "a fox under a cherry tree",
    "月光下的森林": "a forest in moonlight",
    "雪山下的湖": "a lake below snowy mountains", "一只": "a", "一个": "a", "一座": "a",
    "一艘": "a", "一片": "a", "一幅": "a", "一朵": "a", "一位": "a", "两只": "two",
    "三只": "three", "猫": "cat", "小猫": "kitten", "狗": "dog", "小狗": "puppy", "狐狸": "fox",
    "鸟": "bird", "鲸鱼": "whale", "龙": "dragon", "马": "horse", "熊猫": "panda",
    "兔子": "rabbit", "鹿": "deer", "老虎": "tiger", "狼": "wolf", "鱼": "fish",
    "蝴蝶": "butterfly", "女孩": "girl", "男孩": "boy", "老人": "old man", "骑士": "knight",
    "宇航员": "astronaut", "机器人": "robot", "公主": "princess", "灯塔": "lighthouse",
    "城堡": "castle", "城市": "city", "村庄": "village", "小屋": "cabin", "房子": "house",
    "塔": "tower", "桥": "bridge", "森林": "forest", "树": "tree", "花": "flowers",
    "花园": "garden", "草地": "meadow", "沙漠": "desert", "山": "mountain",
    "雪山": "snowy mountain", "湖": "lake", "河": "river", "海": "sea", "大海": "ocean",
    "海边": "seaside", "岛": "island", "瀑布": "waterfall", "船": "boat", "帆船": "sailboat",
    "天空": "sky", "星空": "starry night", "星星": "stars", "月亮": "moon", "月光": "moonlight",
    "太阳": "sun", "日落": "sunset", "日出": "sunrise", "极光": "northern lights", "云": "clouds",
    "雨": "rain", "雪": "snow", "雾": "fog", "风": "wind", "暴风雨": "storm", "闪电": "lightning",
    "热气球": "balloon", "行星": "planet", "太空": "space", "夜晚": "night", "夜": "night",
    "早晨": "morning", "黄昏": "dusk", "春天": "spring", "夏天": "summer", "秋天": "autumn",
    "冬天": "winter", "红色": "red", "蓝色": "blue", "绿色": "green", "金色": "golden",
    "黑色": "black", "白色": "white", "紫色": "purple", "美丽": "beautiful", "古老": "ancient",
    "安静": "quiet", "神秘": "mysterious", "巨大": "giant", "可爱": "cute", "霓虹": "neon",
    "赛博朋克": "cyberpunk", "水彩": "watercolor", "水彩画": "watercolor painting",
    "油画": "oil painting", "水墨": "ink wash", "水墨画": "ink wash painting", "动漫": "anime",
    "照片": "photo", "电影感": "cinematic", "高清": "highly detailed", "风格": "style",
    "和": "and", "在": "in", "里": "", "中": "", "上": "on", "下": "under", "的": "", "了": "",
    "着": "", "是": "is", "有": "with", "，": ",", "。": ".", "、": ",",
}
# fmt: on
_LONGEST: Final = max(map(len, _ENGLISH))
_PLAIN: Final = re.compile(r"[\x00-\x7f\u00a0-\u024f\u2010-\u2027\u20ac]+")
_PUNCTUATION: Final = frozenset(".,")


def translate(text: str) -> str:
    """A text in English: known Chinese words translated, Latin text as it is, and any other letters
    spelt out in brackets (`[u9f8c]` for a character, `[zhe-e]` for Cyrillic)."""
    pieces, strange = [], ""
    at = 0
    while at < len(text):
        length, english = _known(text, at)
        if english is None:
            strange += text[at]
        else:
            pieces += [_spelt(strange), english]
            strange = ""
        at += length
    return _joined([*pieces, _spelt(strange)])


def _known(text: str, at: int) -> tuple[int, str | None]:
    """How many characters stand for what; one for None when they are not known."""
    plain = _PLAIN.match(text, at)
    if plain:
        return len(plain[0]), plain[0]
    for length in range(_LONGEST, 0, -1):
        english = _ENGLISH.get(text[at : at + length])
        if english is not None:
            return min(length, len(text) - at), english
    return 1, None


def _spelt(strange: str) -> str:
    letters = "-".join(_letter(character) for character in strange)
    return f"[{letters}]" if letters else ""


def _letter(character: str) -> str:
    """A character as its Unicode name ends, or its number where that is all its name says."""
    name = unicodedata.name(character, "").rpartition(" ")[2]
    if not name.isalpha():
        return f"u{ord(character):x}"
    return name.lower()


def _joined(pieces: list[str]) -> str:
    """Words with single blanks between them, none before a comma."""
    found = ""
    for piece in filter(None, pieces):
        tight = not found or piece[0].isspace() or found[-1].isspace() or piece[0] in _PUNCTUATION
        found += piece if tight else f" {piece}"
    return found.strip()
