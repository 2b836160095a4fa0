"""One module a lesson: its exercises, each with the mistakes that are known by name."""
