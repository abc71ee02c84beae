"""The slash commands. Each module is an extension of the client, and each is listed here."""

EXTENSIONS = (
    "cogs.admin",
    "cogs.blend",
    "cogs.cancel",
    "cogs.describe",
    "cogs.edit",
    "cogs.faceswap",
    "cogs.help",
    "cogs.history",
    "cogs.imagine",
    "cogs.menus",
    "cogs.quota",
    "cogs.preset",
    "cogs.settings",
    "cogs.shorten",
    "cogs.show",
    "cogs.video",
)
