"""The slash commands. Each module is an extension of the client, and each is listed here."""

EXTENSIONS = ("cogs.help", "cogs.imagine")
