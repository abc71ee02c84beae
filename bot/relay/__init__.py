"""The relay: wire (JSON to and from core), transport (what is sent) and client (the verbs)."""
