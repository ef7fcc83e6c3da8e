"""The words and rules that every other module shares: vocabulary, units, schemas, registries, errors, hours."""
