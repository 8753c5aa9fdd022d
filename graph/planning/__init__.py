"""Planning over plain values: facts, actions, goals, costs. Imports nothing else of this program."""
