"""The days of the week, as guide.toml and the command line write them; Monday is 0."""

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
