"""The choice of who is drawn in the pictures of exercises, for one patient and for a whole clinic."""
