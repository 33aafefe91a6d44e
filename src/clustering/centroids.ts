import { dot } from "./rows";

/** k centroids of `width` values each, one after the other, with what every distance needs of them. */
export interface Centroids {
  readonly values: Float64Array;
  readonly count: number;
  readonly width: number;
  /** |c|^2 of each centroid. */
  readonly squaredNorms: Float64Array;
  /** |c|^2 / 2 of each centroid. */
  readonly halfSquares: Float64Array;
  /** The largest |c|. */
  readonly maxNorm: number;
}

/**
 * Centroids with their norms.
 * @param values k * width numbers, centroid after centroid
 * @param width values of one centroid
 */
export function centroidsOf(values: Float64Array, width: number): Centroids {
  const count = values.length / width;
  const squaredNorms = Float64Array.from({ length: count }, (_, cluster) =>
    dot(values, cluster * width, values, cluster * width, width),
  );
  const halfSquares = squaredNorms.map((square) => square / 2);
  const maxNorm = Math.sqrt(squaredNorms.reduce((a, b) => Math.max(a, b), 0));
  return { values, count, width, squaredNorms, halfSquares, maxNorm };
}
