"""GraphQL over HTTP: reading requests, limits, and answers that give nothing away."""
