//! The curvature of the posterior: a symmetric matrix that is positive definite, since each belief is held.

use argmin_math::{ArgminDot, ArgminInv, Error};

/// The matrix, or, once inverted, its Cholesky factor, by which a step is solved.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    /// The lower triangle, row by row: the first row has one cell.
    rows: Vec<Vec<f64>>,
}

impl Curve {
    pub(super) fn diagonal(cells: impl Iterator<Item = f64>) -> Self {
        let row = |(before, cell)| {
            let mut row = vec![0.0; before];
            row.push(cell);
            row
        };
        Self {
            rows: cells.enumerate().map(row).collect(),
        }
    }

    /// Adds `factor` times the square of a sparse vector, whose columns ascend.
    pub(super) fn add_square(&mut self, vector: &[(usize, f64)], factor: f64) {
        for (row, value) in vector {
            let Some(row_cells) = self.rows.get_mut(*row) else {
                continue;
            };
            for (column, other) in vector.iter().take_while(|(column, _)| column <= row) {
                if let Some(cell) = row_cells.get_mut(*column) {
                    *cell += factor * value * other;
                }
            }
        }
    }
}

impl ArgminInv<Self> for Curve {
    /// The factor `L` of `L Lᵀ`. The matrix itself is never inverted.
    fn inv(&self) -> Result<Self, Error> {
        let mut factor: Vec<Vec<f64>> = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let mut made = Vec::with_capacity(row.len());
            for (cell, above) in row.iter().zip(&factor) {
                let rest = cell - dot(&made, above);
                made.push(rest / last(above));
            }
            let rest = last(row) - dot(&made, &made);
            if !(rest > 0.0 && rest.is_finite()) {
                return Err(Error::msg("the curvature is not positive"));
            }
            made.push(rest.sqrt());
            factor.push(made);
        }
        Ok(Self { rows: factor })
    }
}

impl ArgminDot<Vec<f64>, Vec<f64>> for Curve {
    /// Of a factor: the inverse of the matrix times the vector.
    fn dot(&self, slope: &Vec<f64>) -> Vec<f64> {
        let mut way: Vec<f64> = Vec::with_capacity(slope.len());
        for (row, slope) in self.rows.iter().zip(slope) {
            let rest = slope - dot(&way, row);
            way.push(rest / last(row));
        }
        let mut found = Vec::with_capacity(way.len());
        for row in self.rows.iter().rev() {
            let Some(rest) = way.pop() else { break };
            let step = rest / last(row);
            for (rest, cell) in way.iter_mut().zip(row) {
                *rest -= cell * step;
            }
            found.push(step);
        }
        found.reverse();
        found
    }
}

/// As far as the shorter goes.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn last(row: &[f64]) -> f64 {
    row.last().copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[[4, 2], [2, 5]] x = [10, 13]` has the solution `[1.5, 2]`: 6 + 4 = 10, and 3 + 10 = 13.
    #[test]
    fn a_system_is_solved_as_by_hand() {
        let mut curve = Curve::diagonal([3.0, 1.0].into_iter());
        curve.add_square(&[(0, 1.0), (1, 2.0)], 1.0);
        let found = curve.inv().unwrap().dot(&vec![10.0, 13.0]);
        assert!(
            (found[0] - 1.5).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12,
            "{found:?}"
        );
    }

    #[test]
    fn what_is_not_positive_is_refused() {
        assert!(Curve::diagonal([1.0, -1.0].into_iter()).inv().is_err());
    }
}
