// There is one node that points at the live version.
CREATE CONSTRAINT rete_network_name IF NOT EXISTS FOR (network:ReteNetwork) REQUIRE network.name IS UNIQUE
