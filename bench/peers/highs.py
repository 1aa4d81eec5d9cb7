#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HiGHS, as scipy brings it, on a round as a linear program:
    highs.py simplex|interior ROUND
Columns are options, x >= 0; rows are applicants (<= 1) and offers and pools (<= seats). The solver
call is scipy's linprog, whose own share (checking and copying) is small beside HiGHS'.
"""
import sys
import time

try:
    import numpy
    import scipy
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix
except ImportError:
    sys.exit("highs.py: scipy is not installed")

MAGIC = b"placera-bench/1\n"
NONE = 2**32 - 1
METHODS = {"simplex": "highs-ds", "interior": "highs-ipm"}


def read(path):
    """The arrays of bench/numbers.h, by name."""
    with open(path, "rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            sys.exit(f"highs.py: {path}: no round that can be read")
        n_applicants, n_offers, n_nodes, n = numpy.fromfile(file, numpy.uint32, 4).tolist()
        shape = {"start": n_applicants + 1, "offer": n, "parent": n_nodes, "room": n_nodes}
        numbers = {name: numpy.fromfile(file, numpy.uint32, size) for name, size in shape.items()}
        numbers["cost"] = numpy.fromfile(file, numpy.int64, n)
    return numbers


def matrix(numbers):
    """Rows and their limits: every option in its applicant's row and in those of its nodes."""
    n_applicants, n_nodes = len(numbers["start"]) - 1, len(numbers["room"])
    wishes = numpy.diff(numbers["start"].astype(numpy.int64))
    column = numpy.arange(len(numbers["offer"]))
    rows, columns = [numpy.repeat(numpy.arange(n_applicants), wishes)], [column]
    node = numbers["offer"].astype(numpy.int64)
    while len(node) > 0:
        rows.append(n_applicants + node)
        columns.append(column)
        node = numbers["parent"][node].astype(numpy.int64)
        column, node = column[node != NONE], node[node != NONE]
    rows, columns = numpy.concatenate(rows), numpy.concatenate(columns)
    limits = numpy.concatenate([numpy.ones(n_applicants), numbers["room"].astype(float)])
    limits[n_applicants:][numbers["room"] == NONE] = numpy.inf
    shape = (n_applicants + n_nodes, len(numbers["offer"]))
    return csr_matrix((numpy.ones(len(rows)), (rows, columns)), shape=shape), limits


def main(arguments):
    if arguments == ["--version"]:
        print(f"HiGHS in scipy {scipy.__version__}")
        return
    if len(arguments) != 2 or arguments[0] not in METHODS:
        sys.exit("usage: highs.py simplex|interior ROUND")
    numbers = read(arguments[1])
    begin = time.monotonic()
    rows, limits = matrix(numbers)
    cost = numbers["cost"].astype(float)
    built, processor = time.monotonic(), time.process_time()
    result = linprog(cost, A_ub=rows, b_ub=limits, method=METHODS[arguments[0]])
    solved, processor = time.monotonic(), time.process_time() - processor
    if result.status != 0:
        sys.exit(f"highs.py: no optimum: {result.message}")
    value = int((numpy.rint(result.x).astype(numpy.int64) * numbers["cost"]).sum())
    print(f"seconds {solved - built:.6f}\nprocessor {processor:.6f}")
    print(f"build {built - begin:.6f}\nvalue {value}")


main(sys.argv[1:])
