"""The analyst's questions, a file each: arrays in, a small frozen answer out.

Nothing here reads a workspace or writes a file; ``pipeline`` does, and the command line shows it.
"""
