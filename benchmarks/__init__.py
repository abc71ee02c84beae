"""Figures of the real program before the sandbox: how fast, at what cost, and what survives."""
