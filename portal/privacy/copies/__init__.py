"""A copy of somebody's data, to take away: one ZIP with JSON, tables, and a page to read."""
