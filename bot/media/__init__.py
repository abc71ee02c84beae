"""Pictures from links and from members: fetched within bounds, checked, made to fit."""
