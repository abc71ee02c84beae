"""What Easel serves over HTTP."""
