"""Linear regression from first principles: y = XW + b, learned by gradient descent.

Read the modules in the order of the course:

1. `dataset`     examples to learn from
2. `model`       the line, and the class that holds its numbers
3. `loss`        one number for how wrong
4. `gradient`    which way is downhill, and how to measure it
5. `training`    the step, and the loop that repeats it
6. `evaluation`  how good, in numbers that people use
7. `small_steps` the small steps on the way to the big functions, one exercise each
8. `closed_form` the answer without a loop, exactly, for data of any size
"""

from linreg.closed_form.descent import trajectory
from linreg.closed_form.gather import moments
from linreg.closed_form.least_squares import normal_equation, stability_limit
from linreg.closed_form.sums import Moments
from linreg.dataset import (
    Dataset,
    generate_examples,
    load_dataset,
    read_csv,
    standardize,
    train_test_split,
)
from linreg.evaluation import r_squared, root_mean_squared_error
from linreg.gradient import mse_gradient, numerical_gradient
from linreg.loss import baseline_loss, mean_squared_error
from linreg.model import LinearModel, forward, initialize, line
from linreg.small_steps import (
    count_parameters,
    fit_line,
    largest_rate,
    one_house_slope,
    predict_one,
    to_natural_units,
)
from linreg.training import DivergenceError, TrainingRun, train, update

__version__ = "1.1.0"

__all__ = [
    "Dataset",
    "DivergenceError",
    "LinearModel",
    "Moments",
    "TrainingRun",
    "baseline_loss",
    "count_parameters",
    "fit_line",
    "forward",
    "generate_examples",
    "initialize",
    "largest_rate",
    "line",
    "load_dataset",
    "mean_squared_error",
    "moments",
    "mse_gradient",
    "normal_equation",
    "numerical_gradient",
    "one_house_slope",
    "predict_one",
    "r_squared",
    "read_csv",
    "root_mean_squared_error",
    "stability_limit",
    "standardize",
    "to_natural_units",
    "train",
    "train_test_split",
    "trajectory",
    "update",
]
