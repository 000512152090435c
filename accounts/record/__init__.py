"""The record of who looked: guarded by the database, sealed into a chain, verified, and dropped after its time."""
