"""What members see: tasks as cards, cards as components, clicks as requests, errors as words."""
