"""A guide being written → its pages and what is wrong with it, at once, in a browser on the same machine."""
