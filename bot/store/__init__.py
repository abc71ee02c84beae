"""What survives a crash: tasks, the replies they are shown in, and a few facts, in SQLite."""
