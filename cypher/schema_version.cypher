// A load of a version stands once.
CREATE CONSTRAINT rete_version_load IF NOT EXISTS FOR (version:ReteVersion) REQUIRE version.load IS UNIQUE
