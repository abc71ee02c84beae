"""Nothing people or bots write becomes anything but text: no markup, no script, no odd address."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MARKUP = (
    "<script>window.broken = 1</script>",
    '<img src=x onerror="window.broken = 1">',
    "[click](javascript:window.broken=1)",
    "<javascript:window.broken=1>",
    "**<b onclick='window.broken=1'>bold</b>**",
    "`</code><script>window.broken=1</script>`",
    "||<svg onload=window.broken=1>||",
    "<@123456789012345678><img src=x onerror=window.broken=1>",
    '[x](https://example.com/"onmouseover="window.broken=1)',
)


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_in_a_message_stays_text(site, text):
    await site.discord.person("Ada").say(site.discord.channel("gallery"), text)
    page = await site.visit()
    message = page.locator(".message .contents")
    await expect(message).to_be_visible()
    assert (
        await message.locator("script, img, svg, b, [onclick], [onerror], [onmouseover]").count()
        == 0
    )
    for link in await message.locator("a").all():
        assert (await link.get_attribute("href")).startswith("https://")
    assert await page.evaluate("window.broken") is None


async def test_markup_in_a_prompt_stays_text_in_card_picture_and_reply(site):
    page = await site.visit()
    prompt = '<img src=x onerror="window.broken=1"> & <script>window.broken=1</script>'
    await page.locator(".composer-text").fill(f"/imagine {prompt}")
    await page.keyboard.press("Enter")
    card = page.locator(".message .container")
    await expect(card.locator("img.picture.loaded")).to_have_attribute("alt", prompt)
    await expect(card).to_contain_text(prompt)
    await card.locator(".tile").click()
    await expect(page.get_by_role("dialog")).to_contain_text(prompt)
    assert await page.evaluate("window.broken") is None


async def test_inline_scripts_and_foreign_pictures_are_blocked(site):
    page = await site.visit()
    blocked = await page.evaluate(
        """() => new Promise((resolve) => {
            const found = [];
            document.addEventListener("securitypolicyviolation", (event) => {
                found.push(event.effectiveDirective);
                if (found.length === 2) resolve(found.sort());
            });
            const script = document.createElement("script");
            script.textContent = "window.broken = 1";
            document.body.append(script);
            new Image().src = "http://203.0.113.9/picture.png";
        })"""
    )
    assert blocked == ["img-src", "script-src-elem"]
    assert await page.evaluate("window.broken") is None
    site.window.errors.clear()  # the two refusals are what the browser reports, and rightly


WILD = """async () => {
    const { richText } = await import("/js/text/render.js");
    const world = { face: (id) => ({ name: id }), channels: new Map(), me: null, locale: "en-US" };
    const pieces = ["*", "**", "_", "__", "~~", "||", "`", "```", "\\n", "> ", ">>> ", "# ", "-# ",
        "- ", "1. ", "[", "](", ")", "<", ">", "<@1>", "<t:1:R>", "<t:9999999999999:R>", "\\\\",
        "https://a.b/c", "javascript:", "<script>", "&lt;", "\\u202e", "a", " ", "😀", "字",
        "@everyone"];
    let state = 20240517;
    const next = (most) => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return Math.floor((state / 2147483648) * most);
    };
    const allowed = new Set(["DIV", "P", "H3", "H4", "H5", "SMALL", "BLOCKQUOTE", "UL", "LI", "PRE",
        "CODE", "STRONG", "EM", "U", "S", "SPAN", "A", "TIME", "BR"]);
    const strange = [];
    for (let round = 0; round < 3000; round += 1) {
        const text = Array.from({ length: next(40) }, () => pieces[next(pieces.length)]).join("");
        for (const node of richText(text, world).querySelectorAll("*")) {
            const isLink = !node.href || node.href.startsWith("https:");
            if (!isLink || !allowed.has(node.tagName)) strange.push([text, node.outerHTML]);
        }
    }
    return strange;
}"""


async def test_wild_markdown_draws_only_harmless_elements(site):
    page = await site.visit()
    assert await page.evaluate(WILD) == []


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        (
            "**bold** *it* _it_ __under__ ~~gone~~",
            "<strong>bold</strong> <em>it</em> <em>it</em> <u>under</u> <s>gone</s>",
        ),
        ("***both***", "<strong><em>both</em></strong>"),
        ("snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4"),
        ("\\*plain\\*", "*plain*"),
        ("`**code**`", "<code>**code**</code>"),
        ("a\nb", "a<br>b"),
        ("<:pencil:123456>", '<span class="emoji-name">:pencil:</span>'),
    ],
)
async def test_markdown_is_discords(site, source, drawn):
    page = await site.visit()
    script = """async (source) => {
        const { richText } = await import("/js/text/render.js");
        const world = { face: () => ({}), channels: new Map(), me: null, locale: "en-US" };
        return richText(source, world).querySelector("p").innerHTML;
    }"""
    assert await page.evaluate(script, source) == drawn
