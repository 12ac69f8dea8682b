"""The rules: the formulas of LEADER financing and the checks of a dossier, read against a regime of law."""
