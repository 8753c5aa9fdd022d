// A load of a version stands once.
CREATE CONSTRAINT rete_version IF NOT EXISTS FOR (version:Version) REQUIRE version.load IS UNIQUE
