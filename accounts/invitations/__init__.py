"""Coming in: how a person is invited, and what happens when they accept. There is no other way to an account."""
