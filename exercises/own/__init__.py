"""A clinic's own exercises: copied from the shared library, changed in words, dose, pose and photo.

content   an own exercise as plain data; its digest, its stamp, its editions
copying   the copy
changing  words, dose, angles, withdrawing; what makes a new version
joints    which joints and contacts of the parent's figure can be moved, and how far
drawing   asking for a picture of a changed pose, and drawing it in a worker
photos    what was uploaded, made small and plain
files     the rows that hold pictures, and which of them are shown
adopting  what stands in the way of an adoption, and what follows from one
showing   the picture of an own exercise, or its parent's
"""
