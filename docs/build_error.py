"""What stops a build of the website."""


class BuildError(Exception):
    """What is missing and what to do about it, in one line."""
