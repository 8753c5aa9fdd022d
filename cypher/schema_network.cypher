// There is one node that points at the live version.
CREATE CONSTRAINT rete_network IF NOT EXISTS FOR (network:Network) REQUIRE network.name IS UNIQUE
