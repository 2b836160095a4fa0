"""Judge a function by an exercise; no lesson is known here."""
