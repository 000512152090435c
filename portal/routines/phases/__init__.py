"""The phases of a routine on one patient's calendar. What comes after one is asked in portal.progress.phases."""
