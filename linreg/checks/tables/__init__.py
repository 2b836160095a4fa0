"""Tables that no lesson owns: what exceptions mean, and answers that are nearly right."""
