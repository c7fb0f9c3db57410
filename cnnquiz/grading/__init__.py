"""Who is right: the player (untrusted), the referee (trusted) and the verdict.

This package is imported by the player's process too, so nothing is imported here.
"""
