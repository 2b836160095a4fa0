"""One module a lesson: its exercises, each with the mistakes that are known by name.

`LESSONS` is the one list. A module names its exercises in `EXERCISES`, in the order of the lesson.
"""

from linreg.checks.lessons import (
    backward_pass,
    compute_loss,
    dataset,
    forward_pass,
    initialize_parameters,
    introduction,
    predictions,
    training_loop,
    update_parameters,
)

LESSONS = (
    introduction,
    dataset,
    initialize_parameters,
    forward_pass,
    compute_loss,
    backward_pass,
    update_parameters,
    training_loop,
    predictions,
)
