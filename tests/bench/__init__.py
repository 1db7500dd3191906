"""The bench: how long this program and others take for the same book, measured side by side."""
