"""A relay and a Discord for a laptop and for the tests."""
