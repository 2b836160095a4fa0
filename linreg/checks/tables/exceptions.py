"""What the exceptions of Python and NumPy mean to a learner.

Each explanation is one row: the type, a pattern of what Python says, and a sentence. The first row
that fits has the word, so what is special stands before what is general.
"""

from typing import NamedTuple

# What learners call the things that the course calls otherwise.
OTHER_NAMES = {
    "w": "the weights are called `W`",
    "weights": "the weights are called `W`",
    "weight": "the weights are called `W`",
    "x": "the features are called `X`",
    "features": "the features are called `X`",
    "Y": "the targets are called `y`",
    "y_true": "the targets are called `y`",
    "targets": "the targets are called `y`",
    "B": "the bias is called `b`",
    "bias": "the bias is called `b`",
    "y_pred": "the predictions are called `y_hat`",
    "yhat": "the predictions are called `y_hat`",
    "predictions": "the predictions are called `y_hat`",
    "dw": "the gradient of the weights is called `dW`",
    "lr": "the learning rate is called `learning_rate`",
    "eta": "the learning rate is called `learning_rate`",
    "alpha": "the learning rate is called `learning_rate`",
    "rate": "the learning rate is called `learning_rate`",
    "step_size": "the learning rate is called `learning_rate`",
    **dict.fromkeys(
        ("epochs", "n_epochs", "num_epochs", "n_iter", "n_iters", "iterations", "max_iter"),
        "the number of turns is called `n_iterations`",
    ),
    "h": "the width of the step is called `step`",
    "eps": "the width of the step is called `step`",
    "epsilon": "the width of the step is called `step`",
    "h_step": "the width of the step is called `step`",
    "sigma": "the standard deviation of the noise is called `noise`",
    "y_bar": "compute the mean of the targets first, with `y.mean()`",
    "y_mean": "compute the mean of the targets first, with `y.mean()`",
    "mse": "that function is `mean_squared_error` in this course",
    "n": "take it from the data, such as `len(y)`",
    "m": "take it from the data, such as `len(y)`",
    "e": "compute the residuals first, prediction minus target",
    "residual": "compute the residuals first, prediction minus target",
    "residuals": "compute the residuals first, prediction minus target",
    "error": "compute the residuals first, prediction minus target",
    "errors": "compute the residuals first, prediction minus target",
    "y_hat": "compute the prediction first",
    "n_samples": "take it from the data, such as `len(y)`",
    "n_features": "take it from the data, such as `len(W)`",
    "losses": "make the list before the loop: `losses = []`",
}
NAMES_OF_NUMPY = (
    "mean",
    "sqrt",
    "std",
    "var",
    "zeros",
    "ones",
    "array",
    "arange",
    "matmul",
    "square",
)
NEVER_DEFINED = {
    "np": "NumPy is missing: run `import numpy as np` first",
    "numpy": "NumPy is called `np` here: run `import numpy as np` first",
    "math": "run `import math` first",
    "random": "draw from the generator that is given: `rng`",
    "self": "it belongs to methods, and a function works with its arguments",
    **dict.fromkeys(("torch", "nn", "tf"), "NumPy is all that is needed here"),
    "dot": "NumPy's is `np.dot`; `@` is the same",
    "variance": "NumPy's is `np.var`",
    "axis": "inside a call it is one `=`: `axis=0`",
    "Math": "its functions are NumPy's here, such as `np.sqrt`",
    "this": "in Python it is `self`",
    **dict.fromkeys(("nrow", "length", "numel"), "the number of entries or rows is `len(…)`"),
    "mean_squared_error": "write the mean of the squares here, or run the cell that imports it, "
    "if there is one",
    "StandardScaler": "it is scikit-learn's; NumPy is all that is needed here",
    **{name: f"NumPy's is `np.{name}`" for name in NAMES_OF_NUMPY},
}

IN_A_CLASS = {
    "self": "let it be the first argument of each method",
    "this": "in Python it is `self`, the first argument of each method",
    "X": "`__init__` takes `W` and `b`, and `forward` takes `X`",
}


# What a line of the learner's suggests, if it failed because sizes or kinds do not fit.
BY_SOURCE = (
    (
        r"\bf\((p\[|(?!w\b|p\b)\w+ ?[-+] ?(step|h)\b)",
        "`f` needs the whole array `p`, with one entry moved",
    ),
    (
        r"\b(y_hat - y\)?|e|r|residuals?|errors?) \* X\[\w+\](?!\[)",
        "`X[j]` is row j; column j is `X[:, j]`",
    ),
    (r"\bself\.forward\(", "`self.forward` is this method itself: leave out the `self.`"),
    (r"\bself [@*+]|[@*+] self\b(?!\.)", "`self` is the whole model; its weights are `self.W`"),
    (
        r"\bupdate\(.*mse_gradient\(|\bupdate\(W, b, (?!d\w+, d\w+\))\w+, \w+\)",
        "`mse_gradient` gives two results: take them apart first, `dW, db = …`",
    ),
    (r"\breturn \w+ and \w+", "results are returned with a comma between them"),
    (r"\bfor i, \w+ in (?!enumerate|zip)\w+:", "`enumerate` gives each number with its row"),
    (r"\bfor \w+, \w+ in \(?\w+, \w+\)?:", "`zip` goes through two arrays in pairs"),
    (
        r"\bW(\.T)? @ X\b(?!\.T|\[)|\bnp\.(dot|matmul)\(W(\.T)?, X\)",
        "`X` stands on the left: each of its rows meets `W`",
    ),
    (
        r"(\b(e|res\w*|err\w*)|\(y_hat - y\)|\(y - y_hat\)) @ X\.T\b|"
        r"\bnp\.(dot|matmul)\((e|res\w*|err\w*|diff\w*|y_hat - y|y - y_hat), X\.T\)",
        "`X.T` stands on the left: each column of `X` meets the residuals",
    ),
    (r"\bX \* W\b|\bW \* X\b", "`*` works entry by entry; the sum of products is `@`"),
    (
        r"\bX @ \(?(y|y_hat|e|r|res\w*|err\w*|diff\w*)\b",
        "to add up over the rows, `X` must lie on its side: `X.T`",
    ),
    (r"@ y_hat - y|@ y - y_hat", "`@` comes before `-`: put brackets around the residual"),
    (
        r"\bX \* \(?(y_hat|e|residuals?|errors?)\b",
        "each column of `X` meets the residuals in `X.T @ …`",
    ),
    (r"\bf \* ", "`f` is a function: it is called without `*`, as in `f(w)`"),
    (
        r"return np\.array\(\[(?!.* for ).*,",
        "results are returned with a comma between them, without `np.array`",
    ),
    (r"\blosses (\+=|= losses \+) ", "a list takes one more number with `append`"),
)


# The names of types whose values are functions.
A_FUNCTION = (
    r"builtin_function_or_method|method|function|Curve|numpy\.ufunc|[\w.]*_ArrayFunctionDispatcher"
)


class Explanation(NamedTuple):
    """A row of the table: `{0}`, `{1}` are what the pattern found."""

    type: str
    pattern: str
    message: str


EXPLANATIONS = (
    Explanation("ModelError", r"(.+)", "{0}"),
    Explanation(
        "UnboundLocalError",
        r"variable '(\w+)'",
        "`{0}` is used before it has a value; give it one first, such as `{0} = 0` before a loop",
    ),
    Explanation(
        "TypeError",
        r"for \^:|bitwise_xor",
        "`^` works on bits in Python; a power is written `**`, and a product `*`",
    ),
    Explanation(
        "TypeError",
        r"'numpy.random.*Generator' object is not callable",
        "the generator is no function: ask it for draws, such as `rng.standard_normal(size)`",
    ),
    Explanation(
        "TypeError",
        r"for [-+*/]+=?: .*Generator'",
        "the generator is no number: ask it for draws, such as `rng.standard_normal(size)`",
    ),
    Explanation(
        "TypeError",
        r"SeedSequence expects",
        "a seed is a whole number, and none is needed: draw from `rng`, which is given",
    ),
    Explanation(
        "TypeError",
        r"'str' object cannot be interpreted as an integer",
        "text stands where a whole number is needed, as in `range(n)` or `axis=0`",
    ),
    Explanation(
        "TypeError",
        r"'(?:numpy\.ndarray|list|tuple)' object is not callable",
        "round brackets call a function, and this is none: an entry is taken with `[…]`, and a "
        "product needs its `*`",
    ),
    Explanation(
        "TypeError",
        r"'module' object is not callable",
        "a module is no function: call one that is in it, as in `np.mean(…)`",
    ),
    Explanation(
        "TypeError",
        r"'([\w.]+)' object is not callable",
        "what stands before `(` is no function: a `*` is missing there, or it needs no brackets",
    ),
    Explanation(
        "TypeError",
        rf"'(?:{A_FUNCTION})' object is not subscriptable",
        "what stands before `[` is a function: call it, with `(…)` in place of `[…]`, or, where it "
        "got its name, with `()`",
    ),
    Explanation(
        "TypeError",
        rf"'(?:{A_FUNCTION})'",
        "something here is a function that was not called: `()` is missing behind its name",
    ),
    Explanation(
        "TypeError",
        r"type numpy.ndarray doesn't define __round__",
        "`round` takes one number; leave the digits as they are, and round when you print",
    ),
    Explanation(
        "TypeError",
        r"'NoneType'",
        "something here is None: that is what a function without `return` gives, and one that "
        "changes its argument, such as `append` and `rng.shuffle`",
    ),
    Explanation(
        "TypeError",
        r"only (?:length-1|size-1|0-dimensional) arrays",
        "a whole array stands where one number is needed",
    ),
    Explanation(
        "TypeError",
        r"only integer scalar arrays",
        "an array stands where one whole number is needed, such as an axis or a size",
    ),
    Explanation(
        "TypeError",
        r"concatenate str|for [-+*/@]+=?: .*'str'|'add' did not contain a loop.*dtype\('<U",
        "text and a number cannot be added or multiplied; give back the number alone",
    ),
    Explanation(
        "TypeError",
        r"'([\w.]*float\w*|int)' object is not iterable",
        "one number has no items to visit; `range(…)` counts up to it if it is whole, and "
        "`append` adds one number to a list",
    ),
    Explanation(
        "Exception",
        r"'([\w.]*float\w*|int)' object is not subscriptable|invalid index to scalar",
        "one number has no entries, so `[…]` cannot follow it",
    ),
    Explanation(
        "TypeError",
        r"object of type '([\w.]*float\w*|int)' has no len",
        "one number has no length",
    ),
    Explanation(
        "TypeError",
        rf"cannot unpack non-iterable (?:{A_FUNCTION})",
        "the function is not called: `(…)` is missing behind its name",
    ),
    Explanation(
        "TypeError",
        r"does not support argument \d+ of type (?:function|builtin)",
        "something here is a function that was not called: `()` is missing behind its name",
    ),
    Explanation(
        "TypeError",
        r"cannot unpack non-iterable",
        "there is one value where several are unpacked",
    ),
    Explanation(
        "TypeError",
        r"\w+\(\) takes no arguments",
        "the class takes no values: is there an `__init__`, with two underscores on each side?",
    ),
    Explanation(
        "TypeError",
        r"__init__\(\) should return None",
        "`__init__` fills the new object and gives nothing back: leave its `return` out",
    ),
    Explanation(
        "TypeError",
        r"LinearModel\.__init__\(\) (?:takes|missing) ",
        "`__init__` must take `self`, `W` and `b`",
    ),
    Explanation(
        "TypeError",
        r"\w+\.(\w+)\(\) takes .*positional arguments? but .* given",
        "`{0}` takes too few values: put `self` first in its brackets, then a name for each value",
    ),
    Explanation(
        "Exception",
        r"'out' must be an array|return arrays must be of ArrayType|output array is not acceptable",
        "NumPy takes the last argument for the place of the result; what is to be added needs "
        "a `+`",
    ),
    Explanation(
        "Exception",
        r"expected 1D|too many indices.*0-dimensional",
        "one number stands where an array is needed",
    ),
    Explanation(
        "TypeError",
        r"'tuple' object cannot be interpreted|can only concatenate tuple",
        "a tuple stands where one number is needed; where it is a shape, take `len(W)` or "
        "`X.shape[0]`",
    ),
    Explanation(
        "TypeError",
        r"expected a sequence of integers or a single integer",
        "a size must be a whole number; `np.full(size, value)` takes the size first",
    ),
    Explanation(
        "TypeError",
        r"for [-+*/@]+=?: .*'generator'",
        "`for` in round brackets computes nothing by itself: put `sum(…)` around it",
    ),
    Explanation(
        "TypeError",
        r"slice indices must be integers",
        "the ends of a slice are whole numbers: use `round`",
    ),
    Explanation(
        "TypeError",
        r"float\w*' object cannot be interpreted as an integer",
        "a whole number is needed here, such as a count, and this is a float, as `/` gives it",
    ),
    Explanation(
        "TypeError",
        r"^(\w+) holds values of type ",
        "`{0}` must be an array of numbers in this call, and it is something else",
    ),
    Explanation(
        "TypeError",
        r"LinearModel\.forward\(\) missing",
        "`forward` must take `self` and `X`, and no more",
    ),
    Explanation(
        "TypeError",
        r"'LinearModel' object (?:does not support item|is not subscriptable)",
        "what a model keeps is written with a dot: `self.W`",
    ),
    Explanation(
        "TypeError",
        r"^mse_gradient\(\) missing",
        "the function `mse_gradient` takes three arguments: `X`, `y` and `y_hat`",
    ),
    Explanation(
        "TypeError",
        r"^update\(\) missing",
        "the function `update` takes five arguments: `W`, `b`, `dW`, `db` and `learning_rate`",
    ),
    Explanation(
        "TypeError",
        r"^mean_squared_error\(\) missing",
        "the function `mean_squared_error` takes two arguments: `y` and `y_hat`",
    ),
    Explanation(
        "TypeError",
        r"^forward\(\) missing",
        "the function `forward` takes three arguments: `X`, `W` and `b`, which a model has as "
        "`self.W` and `self.b`",
    ),
    Explanation(
        "TypeError",
        r"^object\.__init__\(\) takes exactly one",
        "there is no other class to be asked: keep the values with `self.W = W` and `self.b = b`",
    ),
    Explanation(
        "TypeError",
        r"(\w+)\(\) missing \d+ required [\w -]*arguments?: (.+)",
        "an argument is missing in this call: `{0}` also needs {1}",
    ),
    Explanation(
        "TypeError",
        r"missing \d+ required .*argument",
        "an argument is missing in this call: {text}",
    ),
    Explanation(
        "TypeError",
        r"unexpected keyword argument '(\w+)'",
        "the function called here has no argument `{0}`",
    ),
    Explanation(
        "TypeError",
        r"takes from [2-9] to \d+ positional arguments? but 1 (?:was|were) given",
        "too few arguments are given in this call: {text}",
    ),
    Explanation(
        "TypeError",
        r"takes .*positional arguments? but .* given",
        "too many arguments are given in this call: {text}",
    ),
    Explanation(
        "TypeError",
        r"list indices must be integers or slices, not (?!tuple|list)",
        "an index must be a whole number, as `range(len(…))` gives them",
    ),
    Explanation(
        "TypeError",
        r"list indices must be|can't multiply sequence|for [-+*/@]+=?(?: or pow\(\))?: .*'list'|"
        r"can only concatenate list|'(?:[\w.]*float\w*|int)' object is not iterable.*list",
        "one cannot calculate with a list or a tuple as a whole; make it an array with "
        "`np.array(…)`, or take its entries one by one",
    ),
    Explanation(
        "TypeError", r"Cannot cast ufunc", "an array of whole numbers cannot take fractions"
    ),
    Explanation(
        "TypeError",
        r"Cannot interpret '.*' as a data type",
        "NumPy takes one of these numbers for a type: a shape or the entries of an array need "
        "brackets of their own, as in `np.zeros((n, d))` or `np.array([1, 2])`, and an axis its "
        "name, `axis=0`",
    ),
    Explanation(
        "ValueError",
        r"matmul: Input operand (\d) does not have enough dimensions",
        "`@` needs arrays on both sides, and one of them is a single number, None or another thing",
    ),
    Explanation(
        "ValueError",
        r"matmul: .*size (\d+) is different from (\d+)",
        "the sizes do not fit: {1} on the left of `@`, and {0} on its right",
    ),
    Explanation(
        "ValueError",
        r"shapes (\(.*?\)) and (\(.*?\)) not aligned",
        "the shapes {0} and {1} do not fit: the last size of the first must equal "
        "the first size of the second",
    ),
    Explanation(
        "ValueError",
        r"(?:could not be broadcast together|non-broadcastable|broadcast input array).*?"
        r"(\([\d, ]*\)).*?(\([\d, ]*\))",
        "arrays of shape {0} and {1} do not go together row by row",
    ),
    Explanation(
        "ValueError",
        r"has 0 dimension|zero-dimensional arrays cannot be concatenated",
        "`np.concatenate` does not join an array and a single number; a comma gives back both",
    ),
    Explanation(
        "ValueError",
        r"same number of dimensions",
        "a table and an array of one dimension are not joined; `np.column_stack` puts columns "
        "side by side",
    ),
    Explanation(
        "ValueError",
        r"dimensions for cross product|3-dimensional vectors",  # of NumPy before 2.5, and since
        "the cross product is a vector; the sum of products is `@`",
    ),
    Explanation(
        "ValueError",
        r"^y_hat has shape \(\), but must be (\(.*?\))",
        "`y_hat` is one number in this call, but must be an array of shape {0}; "
        "`np.full(len(y), …)` repeats a number",
    ),
    Explanation(
        "ValueError",
        r"^(\w+) is ragged",
        "`{0}` holds several results at once: take them apart first, such as `W, b = …` or "
        "`dW, db = …`",
    ),
    Explanation(
        "ValueError",
        r"^(\w+) has shape \(\), but must be (\(.*?\))",
        "`{0}` is one number in this call, but must be an array of shape {1}",
    ),
    Explanation(
        "ValueError",
        r"^(\w+) has shape (\(.*?\)), but must be (\(.*?\))",
        "`{0}` has shape {1} in this call, but must have shape {2}",
    ),
    Explanation(
        "LinAlgError",
        r"must be square",
        "only a table with as many rows as columns can be solved or inverted",
    ),
    Explanation(
        "LinAlgError",
        r"[01]-dimensional array given",
        "a table is needed here: `x[:, None]` is a column",
    ),
    Explanation(
        "ValueError",
        r"inhomogeneous shape",
        "its parts have unequal sizes, so it is no array: a ragged list, or two results in one "
        "name, as in `W = update(…)`",
    ),
    Explanation(
        "ValueError",
        r"setting an array element with a sequence",
        "a whole array is put where one number fits",
    ),
    Explanation(
        "ValueError",
        r"truth value of an array",
        "a whole array stands where one yes or no is needed",
    ),
    Explanation(
        "ValueError",
        r"cannot reshape array of size (\d+) into shape (\(.*?\))",
        "{0} numbers do not fill the shape {1}",
    ),
    Explanation(
        "ValueError",
        r"(?:not enough|too many) values to unpack",
        "there are not as many names as values to be taken apart ({text})",
    ),
    Explanation(
        "IndexError",
        r"index (-?\d+) is out of bounds for axis 1 with size (\d+)",
        "there is no column {0}: they are counted from 0, and the table has {1}",
    ),
    Explanation(
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        "there is no entry {0}: they are counted from 0, and this array has {1}; it may have any "
        "number",
    ),
    Explanation(
        "ValueError",
        r"axis (\d+) is out of bounds for array of dimension (\d+)",
        "there is no axis {0}: they are counted from 0, and this array has {1} of them",
    ),
    Explanation(
        "IndexError",
        r"too many indices",
        "there are more indices in `[…]` than the array has dimensions",
    ),
    Explanation(
        "IndexError",
        r"list assignment index out of range",
        "the list has no such place yet: it grows with `append`",
    ),
    Explanation(
        "IndexError",
        r"out of range",
        "there are fewer entries than this index needs: they are counted from 0",
    ),
    Explanation(
        "IndexError",
        r"only integers, slices|arrays used as ind",
        "an index must be a whole number, as `range(len(…))` gives them",
    ),
    Explanation(
        "AttributeError",
        r"'NoneType' object has no attribute 'append'",
        "the list is gone: `append` changes the list and returns None, so write it without `=`",
    ),
    Explanation(
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute 'append'",
        "an array has no `append`; begin with a list, such as `losses = []`",
    ),
    Explanation(
        "AttributeError",
        r"Generator' object has no attribute '(\w+)'",
        "the generator has nothing called `{0}`; `rng.standard_normal(size)` draws with mean 0 and "
        "standard deviation 1",
    ),
    Explanation(
        "AttributeError",
        r"module 'numpy' has no attribute '(sqr|root)'",
        "NumPy has no `{0}`: a square is `… ** 2`, and a root `np.sqrt(…)`",
    ),
    Explanation(
        "AttributeError",
        r"module '(\w+)' has no attribute '(\w+)'",
        "`{0}` has nothing called `{1}`",
    ),
    Explanation(
        "AttributeError",
        r"'Curve' object has no attribute '(\w+)'",
        "`f` is a function and has nothing called `{0}`",
    ),
    Explanation(
        "AttributeError",
        r"'LinearModel' object has no attribute 'X'",
        "`X` is the argument of `forward`: write it without `self.`",
    ),
    Explanation(
        "AttributeError",
        r"'LinearModel' object has no attribute '(\w+)'",
        "the model keeps nothing called `{0}`: `__init__` gave it another name, or none, or it is "
        "a function outside of the class, which is called without `self.`",
    ),
    Explanation(
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute '(length|len|count)'",
        "an array has nothing called `{0}`: the number of its entries or rows is `len(…)`",
    ),
    Explanation(
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute 'W'",
        "an array has nothing called `W`: a product is written `X @ W`, and in a class `self` is "
        "the first argument of each method",
    ),
    Explanation(
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute '(mm|mv|matmul)'",
        "an array has nothing called `{0}`: the sum of products is written `@`, as in `X @ W`",
    ),
    Explanation(
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute 'multiply'",
        "an array has nothing called `multiply`: `*` multiplies entry by entry, and `@` adds the "
        "products up",
    ),
    Explanation(
        "AttributeError",
        r"type object 'LinearModel' has no attribute '(\w+)'",
        "each model has its own `{0}`, the class has none: write `self.{0}`",
    ),
    Explanation(
        "AttributeError",
        r"attribute '(\w+)' of '[\w.]+' objects is not writable",
        "`.{0}` cannot be set; make a new array, as in `W = W - …`",
    ),
    Explanation(
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute '(\w+)'",
        "an array has nothing called `{0}`",
    ),
    Explanation(
        "AttributeError",
        r"function_or_method' object has no attribute '(\w+)'",
        "what stands before `.{0}` is a function: leave it out, or call it with `()`",
    ),
    Explanation(
        "AttributeError",
        r"'([\w.]+)' object has no attribute '(\w+)'",
        "this value, of type {0}, has nothing called `{1}`",
    ),
    Explanation(
        "ModuleNotFoundError",
        r"No module named '(\w+)",
        "`{0}` is not installed here; NumPy is all that is needed",
    ),
    Explanation(
        "ZeroDivisionError",
        r"",
        "here something is divided by zero: is it n − 1, where there is one row?",
    ),
    Explanation(
        "TypeError",
        r"Cannot cast scalar from dtype\('O'\)",
        "`rng` is no seed but a generator: ask it for draws, as in `rng.standard_normal(size)`",
    ),
    Explanation(
        "TypeError",
        r"np\.sum\(generator\)",
        "`np.sum` adds up an array; for a generator take Python's `sum`",
    ),
    Explanation(
        "RecursionError",
        r"",
        "the function calls itself without an end, under this or another name, or more often than "
        "Python allows",
    ),
    Explanation("MemoryError", r"", "this needs more memory than there is: look at the shapes"),
    Explanation(
        "SystemExit", r"", "the function ends the whole program; give the result back with `return`"
    ),
    Explanation("KeyboardInterrupt", r"", "the function was interrupted"),
    Explanation(
        "AssertionError",
        r"",
        "an `assert` of yours failed, though such arguments are allowed: {text}",
    ),
    Explanation(
        "RuntimeError", r"input\(\) waits", "`input` waits for an answer; use the arguments instead"
    ),
)
