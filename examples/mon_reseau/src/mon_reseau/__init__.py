"""An imaginary network: its rates, its workbook, its export and its check, as a plugin of labo_partenariats."""
