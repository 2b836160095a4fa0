"""For instructors: lessons to hand out, and the same lessons solved.

Left out: grading, which needs more than a copy of a notebook.
"""
