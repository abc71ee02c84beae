"""Pictures: real, the right size, the same for the same question, and related as they should be."""

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from relay_client import OTHER_PIXEL, PIXEL, button, by_hand, connected

from sandbox.relay import Relay
from sandbox.relay.painting.picture import Picture
from sandbox.relay.painting.sheet import draw, draw_preview
from sandbox.relay.prompt import Prompt
from tests.clock import HandTime

SIDE = 64


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean) / 3


def a_grid(words="a lighthouse at sunset", seed=7, ratio=(1, 1)) -> Picture:
    return Picture.grid(words, ratio, seed)


@pytest.mark.parametrize(
    ("prompt", "grid", "single"),
    [
        ("a fox", (2048, 2048), (1024, 1024)),
        ("a fox --ar 16:9", (2720, 1536), (1360, 768)),
        ("a fox --ar 2:3", (1664, 2496), (832, 1248)),
        ("a fox --ar 0:9", (2048, 2048), (1024, 1024)),
    ],
)
def test_sizes_in_real_life(prompt, grid, single):
    picture = Picture.grid("a fox", Prompt.read(prompt).ratio, 1)
    assert picture.size(1024) == grid
    assert picture.upscaled(3).size(1024) == single
    assert picture.upscaled(3).larger().size(1024) == tuple(side * 2 for side in single)


def test_the_same_question_has_the_same_answer():
    assert draw(a_grid(), SIDE).tobytes() == draw(a_grid(), SIDE).tobytes()
    assert difference(draw(a_grid(), SIDE), draw(a_grid(seed=8), SIDE)) > 5
    assert difference(draw(a_grid(), SIDE), draw(a_grid("a forest"), SIDE)) > 5


def test_an_upscale_is_its_cell_of_the_grid():
    grid = draw(a_grid(), SIDE)
    boxes = [(0, 0), (SIDE, 0), (0, SIDE), (SIDE, SIDE)]
    cells = [grid.crop((x, y, x + SIDE, y + SIDE)) for x, y in boxes]
    for index in range(1, 5):
        single = draw(a_grid().upscaled(index), SIDE)
        assert single.size == (SIDE, SIDE)
        far = [difference(cell, single) for cell in cells]
        assert min(far) == far[index - 1]


def test_variations_are_near_or_far_as_asked():
    base = a_grid().upscaled(2)
    whole = draw(base, SIDE)

    def far(strength: str) -> float:
        varied = base.varied(1, 99, strength, base.words)
        assert len(set(varied.cells)) == 4
        return sum(difference(whole, draw(varied.upscaled(n), SIDE)) for n in range(1, 5)) / 4

    assert 0 < far("low") < far("middle") < far("high")


def test_zooms_and_pans_look_elsewhere():
    base = a_grid().upscaled(1)
    assert base.stepped_back(2.0, 1, "x").cells[0].camera.zoom == 2.0
    assert base.stepped_back(2.0, 1, "x").upscaled(1).stepped_back(1.5, 2, "x").cells[
        0
    ].camera.zoom == pytest.approx(3.0)
    for way in ("left", "right", "up", "down"):
        moved = draw(base.panned(way, 1, base.words).upscaled(1), SIDE)
        assert difference(draw(base, SIDE), moved) > 3


def test_a_repaint_changes_what_is_white():
    mask = Image.new("L", (SIDE, SIDE))
    mask.paste(255, (0, 0, SIDE // 2, SIDE))
    file = io.BytesIO()
    mask.save(file, "PNG")
    base = a_grid().upscaled(1)
    before = draw(base, SIDE)
    after = draw(base.repainted(file.getvalue(), 5, "a neon city").upscaled(2), SIDE)
    left, right = (0, 0, SIDE // 3, SIDE), (2 * SIDE // 3, 0, SIDE, SIDE)
    assert difference(before.crop(left), after.crop(left)) > 8
    assert difference(before.crop(right), after.crop(right)) < 2


def test_previews_sharpen():
    whole = draw(a_grid(), 128)
    far = [difference(whole, draw_preview(a_grid(), percent)) for percent in (15, 46, 93)]
    assert far == sorted(far, reverse=True)


@pytest.mark.parametrize(
    "words",
    [
        "a castle in autumn mist",
        "neon city at night, rain",
        "alien planet",
        "aurora over a cabin in the snow",
        "balloons over the desert",
        "a cat in a field of poppies",
        "ships in a thunderstorm",
        "",
        "🦊 狐狸",
    ],
)
@pytest.mark.parametrize("ratio", [(1, 1), (14, 1), (1, 14)])
def test_anything_can_be_drawn(words, ratio):
    picture = a_grid(words, ratio=ratio)
    for one in (picture, picture.upscaled(4).stepped_back(2.0, 3, words).upscaled(1)):
        image = draw(one, 48)
        assert image.size == one.size(48)
        assert len(image.getcolors(maxcolors=1 << 20) or []) > 50


@given(st.text(max_size=200))
@example("--")
@example("a cat --ar --")
@settings(max_examples=200)
def test_any_prompt_can_be_read(text):
    prompt = Prompt.read(text)
    words = prompt.words.split()
    assert not [word for word in words if word.startswith(("--", "—")) and word.strip("-—")]
    assert 1.0 <= prompt.zoom <= 2.0
    assert max(prompt.ratio) <= 14 * min(prompt.ratio)
    assert prompt.final().startswith(prompt.text)


async def test_pictures_come_over_http_as_they_were_promised():
    clock = HandTime()
    relay = Relay(preset="plus", clock=clock, picture_size=SIDE)
    async with connected(relay) as client:
        task_id = await client.imagine("a lighthouse in a storm --ar 3:2")
        previews = {}
        while (row := await client.fetch(task_id))["status"] != "SUCCESS":
            clock.forward(1.5)
            if row["imageUrl"]:
                previews[row["imageUrl"]] = row["progress"]
        assert list(previews.values()) == ["15%", "31%", "46%", "62%", "78%", "93%"]
        for url in previews:
            preview = await client.get(url)
            assert preview.type == "image/webp"
            assert opened(preview.body).format == "WEBP"
        answer = await client.get(row["imageUrl"])
        whole = opened(answer.body)
        assert (answer.type, whole.format) == ("image/png", "PNG")
        assert whole.size == (row["imageWidth"], row["imageHeight"])
        assert (await client.get(row["imageUrl"])).body == answer.body


async def test_new_api_forwards_pictures_to_anybody():
    async with by_hand("new-api") as (relay, client):
        task_id = await client.imagine()
        early = await client.get(f"/mj/image/{task_id}")
        assert (early.status, early.json) == (400, {"error": "midjourney_task_not_found"})
        relay.move(task_id, "IN_PROGRESS", "46%")
        row = await client.fetch(task_id)
        assert "?rand=" in row["imageUrl"]
        assert (await client.get(row["imageUrl"])).type == "image/webp"
        relay.finish(task_id)
        row = await client.fetch(task_id)
        assert row["imageUrl"] == f"{client.base}/mj/image/{task_id}"
        bare = await client.get(row["imageUrl"], headers={"Authorization": ""})
        assert opened(bare.body).format == "PNG"


async def test_pictures_made_from_pictures():
    async with by_hand("plus") as (relay, client):
        body = {"base64Array": [PIXEL, OTHER_PIXEL], "dimensions": "PORTRAIT"}
        task_id = (await client.post("/mj/submit/blend", body)).json["result"]
        relay.finish(task_id)
        row = await client.fetch(task_id)
        blend = opened((await client.get(row["imageUrl"])).body)
        assert blend.height > blend.width
        varied = (await client.press(task_id, button(row, "V1"))).json["result"]
        relay.finish(varied)
        assert (await client.get((await client.fetch(varied))["imageUrl"])).status == 200


async def test_tiny_pictures_are_one_small_file():
    relay = Relay(preset="plus", auto=False, picture="tiny")
    async with connected(relay) as client:
        files = set()
        for n in range(2):
            task_id = await client.imagine(f"fox {n}")
            relay.finish(task_id)
            files.add((await client.get((await client.fetch(task_id))["imageUrl"])).body)
    assert len(files) == 1
    assert len(files.pop()) < 2000
