"""Easel: a Discord bot that makes pictures through a relay of the midjourney-proxy family."""
