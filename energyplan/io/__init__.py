"""How do data come in and results go out? One reader per kind of file; the result store; provenance."""
