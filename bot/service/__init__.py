"""What Easel does: takes tasks, sends them, watches them, shows them."""
