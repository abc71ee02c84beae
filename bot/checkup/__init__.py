"""Looks at what surrounds the bot, each look with a sentence that says what to do."""
