"""What the entry point names: no hook, so that `labo plugins` lists the server without loading it."""
