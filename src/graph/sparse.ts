import type { Neighbours } from "./neighbours";

/** A square matrix with few numbers that are not 0, kept row by row (compressed sparse rows). */
export interface SparseMatrix {
  readonly size: number;
  /** Where each row's entries begin; one more at the end, where the last row's end. */
  readonly starts: Int32Array;
  /** The column of each entry, ascending within a row. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** How fast a weight falls with the square of the distance: at the farthest neighbour it is e^-4. */
const STEEPNESS = 4;

/**
 * How alike each sample is to each of its neighbours: exp(-4 d^2 / r^2), where r is the distance to the
 * farthest of the sample's neighbours. So dense and sparse regions get weights of the same size.
 * @param neighbours from `nearestNeighbours`
 * @returns from e^-4 to 1, shape [nSamples, nNeighbours]
 * @see https://proceedings.mlr.press/v119/calder20a.html Calder et al. (2020), section 3
 */
export function similarities({ nSamples, nNeighbours, distances }: Neighbours): Float64Array {
  const weights = new Float64Array(nSamples * nNeighbours);
  for (let i = 0; i < nSamples; i++) {
    const end = (i + 1) * nNeighbours;
    const radius = distances[end - 1];
    for (let at = i * nNeighbours; at < end; at++) {
      // Where even the farthest is a copy, all are.
      weights[at] = radius > 0 ? Math.exp(-STEEPNESS * (distances[at] / radius) ** 2) : 1;
    }
  }
  return weights;
}

/**
 * The graph of samples and their neighbours. An edge weighs the mean of what it weighs seen from its two
 * ends, 0 from an end that does not count the other among its neighbours.
 * @param neighbours of samples among themselves, from `nearestNeighbours`
 * @returns symmetric, shape [nSamples, nSamples], without loops
 */
export function neighbourGraph(neighbours: Neighbours): SparseMatrix {
  const { nSamples, nNeighbours, indices } = neighbours;
  const weights = similarities(neighbours);
  const rows: Map<number, number>[] = Array.from({ length: nSamples }, () => new Map());
  for (let at = 0; at < indices.length; at++) {
    const [from, to] = [Math.floor(at / nNeighbours), indices[at]];
    rows[from].set(to, (rows[from].get(to) ?? 0) + weights[at] / 2);
    rows[to].set(from, (rows[to].get(from) ?? 0) + weights[at] / 2);
  }
  return compressed(rows);
}

function compressed(rows: readonly ReadonlyMap<number, number>[]): SparseMatrix {
  const nEntries = rows.reduce((sum, row) => sum + row.size, 0);
  const starts = new Int32Array(rows.length + 1);
  const columns = new Int32Array(nEntries);
  const values = new Float64Array(nEntries);
  let at = 0;
  rows.forEach((row, i) => {
    for (const column of [...row.keys()].sort((a, b) => a - b)) {
      columns[at] = column;
      values[at++] = row.get(column) as number;
    }
    starts[i + 1] = at;
  });
  return { size: rows.length, starts, columns, values };
}

/**
 * The product of a sparse matrix and a vector, or several side by side.
 * @param data shape [size, count]: row after row, one vector a column
 * @param target overwritten with the product, of the same shape
 * @param count how many vectors; default 1
 */
export function multiplySparse(
  matrix: SparseMatrix,
  data: Float64Array,
  target: Float64Array,
  count = 1,
): void {
  const { size, starts, columns, values } = matrix;
  const fours = count - (count % 4);
  for (let row = 0; row < size; row++) {
    const [start, end] = [starts[row], starts[row + 1]];
    const to = row * count;
    // The sums of four vectors stay in the processor: three times as fast as one by one.
    for (let first = 0; first < fours; first += 4) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let at = start; at < end; at++) {
        const value = values[at];
        const from = columns[at] * count + first;
        a += value * data[from];
        b += value * data[from + 1];
        c += value * data[from + 2];
        d += value * data[from + 3];
      }
      target[to + first] = a;
      target[to + first + 1] = b;
      target[to + first + 2] = c;
      target[to + first + 3] = d;
    }
    for (let column = fours; column < count; column++) {
      let sum = 0;
      for (let at = start; at < end; at++) sum += values[at] * data[columns[at] * count + column];
      target[to + column] = sum;
    }
  }
}

/** The sum of each row: of a graph, the weights of all edges at a sample. */
export function degrees({ size, starts, values }: SparseMatrix): Float64Array {
  return Float64Array.from({ length: size }, (_, row) => {
    let sum = 0;
    for (let at = starts[row]; at < starts[row + 1]; at++) sum += values[at];
    return sum;
  });
}

/**
 * The graph with each edge divided by the root of both its ends' degrees: D^-1/2 W D^-1/2. Its
 * eigenvalues lie from -1 to 1, and 1 occurs once for each piece of the graph.
 * @param graph symmetric, no row without an entry
 */
export function normalizedGraph(graph: SparseMatrix): SparseMatrix {
  const roots = degrees(graph).map(Math.sqrt);
  const values = graph.values.slice();
  for (let row = 0; row < graph.size; row++) {
    for (let at = graph.starts[row]; at < graph.starts[row + 1]; at++) {
      values[at] /= roots[row] * roots[graph.columns[at]];
    }
  }
  return { ...graph, values };
}

/**
 * Which samples hang together: the connected components of a graph.
 * @param graph symmetric
 * @returns the piece of each sample, from 0, numbered by their first samples
 */
export function pieces({ size, starts, columns }: SparseMatrix): Int32Array {
  const piece = new Int32Array(size).fill(-1);
  let count = 0;
  for (let first = 0; first < size; first++) {
    if (piece[first] >= 0) continue;
    const open = [first];
    piece[first] = count;
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      for (let at = starts[row]; at < starts[row + 1]; at++) {
        if (piece[columns[at]] >= 0) continue;
        piece[columns[at]] = count;
        open.push(columns[at]);
      }
    }
    count++;
  }
  return piece;
}
