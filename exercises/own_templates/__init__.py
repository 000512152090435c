"""A clinic's own routine templates: copied from a shared one, begun empty, or kept from a routine.

content   an own template as plain data; its digest, its editions
actions   making, saving (a new version that its author stands for), retiring, bringing back
usable    what a template may hold, and what has become of it since
forms     the head, a phase and an exercise of the change page
typed     the whole page as it was sent: rows added, moved, taken away, and what is wrong
pages     what the change page shows
"""
