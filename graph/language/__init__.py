"""Reads a question in words, English or Italian or both, and accounts for every word of it."""
