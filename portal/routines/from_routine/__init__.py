"""A routine kept as a template of the clinic: exercises and doses, and nothing that a patient said or is.

Notes go along only where the therapist ticks them. Which leg, why a caution was taken, and every other word stay behind.
"""
