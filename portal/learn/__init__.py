"""Learn: the short pages that a therapist offers with a routine, as the patient and the helpers read them."""
