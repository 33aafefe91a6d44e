import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { type Block, combineColumns, projected } from "./blocks";
import type { RandomState } from "./random";

/** A column of which less is left, as a share of its square, lies within those before it. */
const DEPENDENT = 1e-13;

/**
 * The same space with columns of length 1 at right angles, by Cholesky's factor of their products, twice,
 * since rounding leaves something the first time. A column that lies within the space of those before
 * it gives way to a random one.
 * @param block may be changed
 * @param random where new columns come from
 * @param step called between long steps
 * @see https://doi.org/10.1007/s11075-014-9905-1 on CholeskyQR2
 */
export async function orthonormal(
  block: Block,
  random: RandomState,
  step: () => Promise<void>,
): Promise<Block> {
  let result = block;
  for (let pass = 0; pass < 2; ) {
    await step();
    const factor = inverseFactor(projected(result, result));
    await step();
    if (typeof factor === "number") {
      randomize(result, factor, random);
      continue;
    }
    result = combineColumns(result, factor);
    pass++;
  }
  return result;
}

/** Cholesky's R with R'R = gram, inverted; or the first column that depends on those before it. */
function inverseFactor(gram: readonly Float64Array[]): Float64Array[] | number {
  const count = gram.length;
  const factor = gram.map((row) => row.slice());
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < i; k++) {
      for (let j = i; j < count; j++) factor[i][j] -= factor[k][i] * factor[k][j];
    }
    if (!(factor[i][i] > DEPENDENT * gram[i][i])) return i;
    const root = Math.sqrt(factor[i][i]);
    for (let j = i; j < count; j++) factor[i][j] /= root;
  }
  const inverse = gram.map(() => new Float64Array(count));
  for (let j = 0; j < count; j++) {
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) sum -= factor[i][k] * inverse[k][j];
      inverse[i][j] = sum / factor[i][i];
    }
  }
  return inverse;
}

function randomize({ data, count }: Block, column: number, random: RandomState): void {
  for (let at = column; at < data.length; at += count) data[at] = random.randomSample() - 0.5;
}

/**
 * All eigenvalues of a small symmetric matrix, the largest first, and their eigenvectors.
 * @param rows the matrix
 * @returns vectors: for each row of the matrix, its number in each eigenvector
 */
export function spectrum(rows: readonly Float64Array[]): {
  values: Float64Array;
  vectors: Float64Array[];
} {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(rows.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  // They come in ascending order.
  return {
    values: Float64Array.from(realEigenvalues).reverse(),
    vectors: eigenvectorMatrix.to2DArray().map((row) => Float64Array.from(row).reverse()),
  };
}
