"""Pictures drawn from a prompt: real PNGs, the same for the same prompt and seed."""
