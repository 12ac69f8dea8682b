"""Programmes, findings and explanations as plain data: JSON and TOML."""
