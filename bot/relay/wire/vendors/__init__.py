"""What only some servers have, and each with a body of its own: video, edits, retexture."""
