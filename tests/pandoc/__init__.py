"""What pandoc makes of a text of ours: kept as files, so that the tests need no pandoc."""
