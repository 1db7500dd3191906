"""The property that holds for every guide: what `check` passes, `build` builds, and EPUBCheck is silent.

`python -m tests.fuzz` tries it for a while, on guides that are generated and on real ones that are damaged.
"""
