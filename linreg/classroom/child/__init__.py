"""What runs in a child process: it reads a submission, or runs one function of it.

Everything here is started by `linreg.classroom.process` in a process of its own, confined before
the first line of a learner's code runs. It imports nothing of linreg.
"""
