"""The viewer of recordings: a window of its own, and the list of recordings."""
