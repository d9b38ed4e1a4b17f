"""Batch labelling in the window: the same job as `ferdesk label`, watched, stopped and gone on with."""
