"""Which devices are believed: certificates, the root of a network, its directory, and who may hold what."""
