// The index of names that format 1 had: while it is there, one for the same nodes and property is not made anew.
DROP INDEX rete_names IF EXISTS
