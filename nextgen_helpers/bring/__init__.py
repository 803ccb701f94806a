"""Bring what a partner keeps: a list in any file or pasted becomes rows of a table of an exercise, shown before they are taken."""
