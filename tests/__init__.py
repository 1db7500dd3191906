"""The tests. Most are files that a writer could have written: cases/, stock/, diagnostics/, ten-mistakes/.
See README.md here.
"""
