"""Pure Python beside the models: no ``env`` in here."""
