"""Linear programs over counts: the least and the most that a sum of unknowns may be.

GLPK solves them (decision 37). A program is changed and solved again from where the last solution
stood, which is what makes an audit of thousands of sums affordable. One thread alone may use it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import finalize

import swiglpk as glpk

LARGEST = 10**7  # more people than one combination of categories ever holds
_IS_BINDING = 1e-7  # of what a row costs


class InfeasibleError(ValueError):
    """No numbers satisfy all rows."""


@dataclass(frozen=True)
class Solution:
    """One of the best solutions: a value for each unknown, and the rows that keep it from being
    better.
    """

    values: list[float]
    binding_rows: list[int]


class LinearProgram:
    """Unknowns of at least nought, numbered from 0, and rows: sums of them between two bounds."""

    def __init__(self, unknowns: int):
        glpk.glp_term_out(glpk.GLP_OFF)
        self._program = glpk.glp_create_prob()
        finalize(self, glpk.glp_delete_prob, self._program)
        self._unknowns = unknowns
        self._bounds: list[tuple[float, float | None]] = []
        self._terms: tuple[int, ...] = ()
        self._is_solved = False
        glpk.glp_add_cols(self._program, unknowns)
        for column in range(1, unknowns + 1):
            glpk.glp_set_col_bnds(self._program, column, glpk.GLP_DB, 0, LARGEST)

    def add_row(self, coefficients: Mapping[int, float], low: float, high: float | None) -> int:
        """Adds a sum with its bounds, without an upper one for None; returns its number."""
        row = glpk.glp_add_rows(self._program, 1)
        columns = glpk.intArray(len(coefficients) + 1)
        factors = glpk.doubleArray(len(coefficients) + 1)
        for at, (column, factor) in enumerate(coefficients.items(), start=1):
            columns[at], factors[at] = column + 1, float(factor)
        glpk.glp_set_mat_row(self._program, row, len(coefficients), columns, factors)
        self._bounds.append((low, high))
        self._apply_bounds(row - 1)
        return row - 1

    def tighten(self, row: int, low: float, high: float | None) -> None:
        """Lets a row hold what it held and these bounds too; raises InfeasibleError where none
        fit.
        """
        known_low, known_high = self._bounds[row]
        highs = [each for each in (known_high, high) if each is not None]
        self._bounds[row] = max(known_low, low), min(highs, default=None)
        self._apply_bounds(row)

    def optimize(self, terms: Iterable[int], *, is_maximum: bool) -> Solution:
        """Returns a solution in which the sum of these unknowns is as large, or as small, as it
        can be. Raises InfeasibleError.
        """
        if not self._is_solved:
            self._solve()  # any solution that the rows allow
            self._is_solved = True
        self._set_objective(tuple(terms), -1.0 if is_maximum else 1.0)
        self._solve()
        return Solution(
            [glpk.glp_get_col_prim(self._program, at) for at in range(1, self._unknowns + 1)],
            [
                row
                for row in range(len(self._bounds))
                if abs(glpk.glp_get_row_dual(self._program, row + 1)) > _IS_BINDING
            ],
        )

    def _apply_bounds(self, row: int) -> None:
        low, high = self._bounds[row]
        if high is None:
            kind = glpk.GLP_LO
        elif low > high:
            raise InfeasibleError(f"between {low} and {high}")
        else:
            kind = glpk.GLP_FX if low == high else glpk.GLP_DB
        glpk.glp_set_row_bnds(self._program, row + 1, kind, float(low), float(high or 0))

    def _set_objective(self, terms: tuple[int, ...], factor: float) -> None:
        for each in self._terms:
            glpk.glp_set_obj_coef(self._program, each + 1, 0.0)
        for each in terms:
            glpk.glp_set_obj_coef(self._program, each + 1, factor)
        self._terms = terms

    def _solve(self) -> None:
        """Solves from the last basis; from a fresh one where that one leads nowhere."""
        if self._is_solved and self._run():
            return
        glpk.glp_adv_basis(self._program, 0)
        if self._run():
            return
        status = glpk.glp_get_status(self._program)
        if status in (glpk.GLP_NOFEAS, glpk.GLP_INFEAS):
            raise InfeasibleError("the rows contradict each other")
        raise ArithmeticError(f"GLPK found no solution: {status}")

    def _run(self) -> bool:
        parameters = glpk.glp_smcp()
        glpk.glp_init_smcp(parameters)
        parameters.msg_lev = glpk.GLP_MSG_OFF
        failed = glpk.glp_simplex(self._program, parameters)
        return not failed and glpk.glp_get_status(self._program) == glpk.GLP_OPT
