"""Many notes: read from files, cut into parts, read by workers on Dask, written as finished parts, joined.

The driver holds a few parts at a time, whatever the size of the input. What is finished lies on disk, so that
the same command goes on after any interruption.
"""
