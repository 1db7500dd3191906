"""The tests. Most are files a writer could have written: cases/, stock/, diagnostics/, ten-mistakes/. See
CONTRIBUTING.md.
"""
