"""At the end of a phase the therapist is asked what comes next. Nothing moves by itself.

page     the phase, its criteria, what was recorded in it, and what may follow
actions  staying until another day, leaving the phases; the next phase is a draft (portal.routines.actions)
"""
