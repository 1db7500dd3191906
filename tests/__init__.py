"""The tests. Most are files that a writer could have written: cases/, stock/, diagnostics/, ten-mistakes/.
See README.md here.
"""

import gc

gc.set_threshold(100_000, 20, 50)  # to look for garbage seldom saves a fifth of the time
