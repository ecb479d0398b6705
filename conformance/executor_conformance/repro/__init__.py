"""Writes scripts that show whether an executor breaks a clause, and need no kit."""
