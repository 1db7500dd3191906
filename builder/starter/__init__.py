"""New guides: a complete example in `example/`, the settings and one chapter in `bare/`."""
