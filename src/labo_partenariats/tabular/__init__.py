"""From tables of cells to a programme: headers, words, values, records, and every finding at its cell."""
