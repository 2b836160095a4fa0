"""For instructors: lessons to hand out, what comes back judged, and a report on the class.

1. `handout`  the learner's copies of lessons, and the same solved
2. `collect`  find what was handed in, as platforms make it
3. `child`    what runs in a process of its own: read a submission, answer calls of its functions
4. `process`  start such a process, confined, and let the engine of the checks judge it
5. `grade`    go through a class, and keep what was found
6. `asked`    what the questions of the lessons showed
7. `report`   the class report, as pages that load nothing (`page`)

`command` is what `linreg grade` prints meanwhile, `nbgrader` what goes to that program instead.
"""
