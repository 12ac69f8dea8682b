"""Values: exact money and rates, periods, identifiers, and the readers of their French and English spellings."""
