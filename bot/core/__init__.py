"""Values and pure rules; imports nothing else of ours and no I/O library."""
