"""The answer without a loop: by one system of equations, or from one pass over any number of rows.

1. `least_squares`  the bottom of the loss, and the learning rate that still gets there
2. `bowl`           the loss over (W, b), taken apart into axes along which it is a parabola
3. `sums`           what has to be known of the rows: their count, means and cross-products
4. `gather`         one pass over the rows, in memory or on disk, that takes these sums
5. `dask_rows`      the same on many machines
6. `descent`        a thousand iterations of gradient descent as one power
"""
