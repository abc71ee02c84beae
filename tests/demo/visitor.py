"""Somebody at the demo's page: what they do with keyboard and mouse, and what they get to see."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from playwright.async_api import Browser, Locator, Page, expect

PATIENCE_MS = 30_000
"""How long anything on the page may take: a task at three times life's speed takes 20 s."""
PACES = (0.5, 1, 2, 3, 5, 10, 20)
"""The positions of the drawer's slider."""

_WATCH = """words => {
    const list = document.querySelector(".messages");
    window.seen = [];
    const look = () => {
        for (const node of list.querySelectorAll(".message")) {
            const inside = node.querySelector(".contents");
            if (!inside || !node.textContent.includes(words)) continue;
            const picture = inside.querySelector("img.picture")?.dataset.address ?? "";
            const sight = { id: node.id, text: inside.innerText, picture };
            const before = window.seen.at(-1);
            if (JSON.stringify(before) !== JSON.stringify(sight)) window.seen.push(sight);
        }
    };
    new MutationObserver(look).observe(list, { childList: true, subtree: true });
}"""


@dataclass(frozen=True)
class Sight:
    """What a message showed at one moment; `picture` is an address, empty for none."""

    id: str
    text: str
    picture: str

    @property
    def progress(self) -> int | None:
        """The percentage at the bar; None without one."""
        found = re.search(r"[▰▱]+ (\d+)%", self.text)
        return int(found[1]) if found else None


@dataclass
class Visitor:
    """A person at the page; `errors` is what the browser had to complain about."""

    page: Page
    errors: list[str] = field(default_factory=list)

    @classmethod
    @contextlib.asynccontextmanager
    async def at(
        cls,
        browser: Browser,
        url: str,
        *,
        size: tuple[int, int] = (1280, 800),
        theme: str = "dark",
        scale: float = 1,
    ) -> AsyncIterator[Visitor]:
        """Opens the page at `url`, the bot being online, and closes it with the block."""
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,  # type: ignore[arg-type]  # playwright wants a literal
            device_scale_factor=scale,
            reduced_motion="reduce",
        )
        visitor = cls(await context.new_page())
        page = visitor.page
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        page.on("console", lambda it: it.type == "error" and visitor.errors.append(it.text))
        try:
            await page.goto(url)
            status = page.locator(".bot-status")
            await expect(status).to_have_text("Easel is online", timeout=PATIENCE_MS)
            yield visitor
        finally:
            await context.close()

    # -- who and where ---------------------------------------------------------------------------
    async def become(self, name: str) -> None:
        """Goes on as another person."""
        await self.page.get_by_role("button", name=re.compile("^You are ")).click()
        await self.page.get_by_role("menuitemradio", name=name).click()
        await self.page.get_by_role("button", name=f"You are {name}").wait_for()

    async def go(self, channel: str) -> None:
        """Opens a channel."""
        await self.page.locator(f"[data-channel={channel}]").click()
        await self.page.locator(".header h2", has_text=channel).wait_for()

    # -- asking ----------------------------------------------------------------------------------
    async def type(self, prompt: str, *, command: str = "imagine") -> None:
        """Types the command and its prompt; it is not sent yet."""
        await self.page.locator(".composer-text").focus()
        await self.page.keyboard.type(f"/{command}")
        await self.page.locator(".suggestions").get_by_role("option").first.wait_for()
        await self.page.keyboard.press("Enter")
        await self.page.locator(".chip-value").first.wait_for()
        await self.page.keyboard.type(prompt)

    async def option(self, name: str, value: str) -> None:
        """Takes an optional option in and types its value."""
        await self.page.locator(".more-options").click()
        offered = self.page.locator(".suggestions").get_by_role("option")
        await offered.filter(has_text=re.compile(f"^{name}")).first.click()
        await self.page.locator(f"[data-option={name}] .chip-value").press_sequentially(value)

    async def choose(self, name: str, value: str) -> None:
        """Takes an optional option in and picks its value from the list."""
        await self.option(name, value)
        await self.page.locator(".suggestions").get_by_role("option", name=value).first.click()

    async def send(self) -> None:
        """Enter, once the list of suggestions no longer wants it."""
        await self.page.locator("[data-option=prompt] .chip-value").focus()
        await self.page.keyboard.press("Enter")
        await self.page.locator(".command-line").wait_for(state="detached")

    async def order(self, command: str) -> None:
        """Sends a command that needs no options."""
        await self.page.locator(".composer-text").fill(f"/{command} ")
        await self.page.locator(".composer-send").click()

    async def imagine(self, prompt: str, **options: str) -> Locator:
        """The whole command; gives the message that answers it, once it speaks of the prompt."""
        await self.type(prompt)
        for name, value in options.items():
            await self.option(name, value)
        await self.send()
        message = self.message(prompt)
        await message.wait_for()
        return message

    # -- looking ---------------------------------------------------------------------------------
    def message(self, words: str) -> Locator:
        """The newest message that holds these words."""
        return self.page.locator(".message").filter(has_text=words).last

    async def watch(self, words: str) -> None:
        """Notes from now on all that messages with these words show; one watch at a time."""
        await self.page.evaluate(_WATCH, words)

    async def seen(self) -> list[Sight]:
        """Everything noted since `watch`, in order, each change once."""
        return [Sight(**sight) for sight in await self.page.evaluate("window.seen")]

    # -- the relay's drawer ----------------------------------------------------------------------
    @property
    def drawer(self) -> Locator:
        return self.page.get_by_role("complementary", name="Relay")

    @contextlib.asynccontextmanager
    async def open_drawer(self) -> AsyncIterator[Locator]:
        """The drawer beside the messages, shut again at the end of the block."""
        await self.page.get_by_role("button", name="Relay", exact=True).click()
        await self.drawer.locator("input[name=preset]:checked").wait_for()
        yield self.drawer
        await self.page.get_by_role("button", name="Close the relay drawer").click()
        await self.drawer.wait_for(state="hidden")

    async def play(self, preset: str, pace: float) -> None:
        """Makes the relay one of another kind and speed."""
        async with self.open_drawer() as drawer:
            await drawer.locator(f"input[value={preset}]").check()
            slider = drawer.get_by_role("slider", name="Speed")
            await slider.fill(str(PACES.index(pace)))
            await expect(drawer.locator("output")).to_have_text(f"{pace}× a real relay")

    async def fault(self, words: str, *, on: bool) -> None:
        """Switches the one fault whose title holds these words."""
        async with self.open_drawer() as drawer:
            await drawer.get_by_role("searchbox").fill(words)
            switch = drawer.get_by_role("switch")
            await expect(switch).to_have_count(1)
            await switch.set_checked(on)
            await drawer.get_by_role("searchbox").fill("")
