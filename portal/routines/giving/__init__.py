"""Giving a template: what it would be for each person, and to several people at once."""
