"""Between a relay's JSON and core; alone knows field names, codes and the relays' words. Pure."""
