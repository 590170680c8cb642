"""Parts of ``./dev bench dashboard``."""
