// Every node of a version is found by its key, `<load>/<id>`, and stands once.
CREATE CONSTRAINT rete_entry_key IF NOT EXISTS FOR (entry:ReteEntry) REQUIRE entry.key IS UNIQUE
