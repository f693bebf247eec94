"""What people decide: encounters, decisions, the record of them, and what is learned from it."""
