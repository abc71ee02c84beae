"""The page of the sandbox: a chat in the browser, in front of the sandbox's Discord and relay."""

from sandbox.page.server import Page

__all__ = ["Page"]
