"""Handing over: a patient’s routine as plain text, for the clinic’s own notes."""
