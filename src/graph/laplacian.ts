import { breadthFirst, placesOf, reordered } from "./ordering";
import { degrees, multiplySparse, type SparseMatrix } from "./sparse";

/** When to be content, and whom to tell. */
export interface SolveOptions {
  /** How far |L u - b| may stay from 0 in each column, as a share of |b|. */
  readonly tolerance: number;
  /** Steps after which to give up, an integer from 1. */
  readonly mostSteps: number;
  /** Called before each step: how many were made, and the largest |L u - b| / |b|. May throw to stop. */
  readonly onStep: (step: number, residual: number) => Promise<void>;
}

/**
 * Solves L u = b for a graph's Laplacian L = D - W, which tells how much flows out of each sample, by
 * conjugate gradients, each number divided by its degree to settle sooner. The columns of b go through
 * the graph side by side, but each moves on its own way until it has settled.
 * @param graph symmetric, from `neighbourGraph`
 * @param sources b, shape [size, count]; each column sums to 0 in each piece of the graph
 * @param count how many columns
 * @param options when to be content
 * @returns u, shape [size, count]
 * @throws Error when it does not settle in mostSteps
 * @see https://doi.org/10.1137/1.9780898718003 Saad (2003), algorithm 9.1
 */
export async function solveLaplacian(
  graph: SparseMatrix,
  sources: Float64Array,
  count: number,
  { tolerance, mostSteps, onStep }: SolveOptions,
): Promise<Float64Array> {
  const order = breadthFirst(graph);
  const near = reordered(graph, order);
  // Nothing flows at a sample without an edge.
  const weights = degrees(near).map((weight) => weight || 1);
  const solution = new Float64Array(sources.length);
  const rest = inOrder(sources, order, count);
  const direction = new Float64Array(sources.length);
  const flow = new Float64Array(sources.length);
  const squares = dots(rest, rest, count);
  let descents: Float64Array = new Float64Array(count);
  for (let step = 0; step <= mostSteps; step++) {
    const residuals = dots(rest, rest, count).map((left, c) => Math.sqrt(left / (squares[c] || 1)));
    const open = residuals.map((residual) => (residual > tolerance ? 1 : 0));
    if (!open.includes(1)) return inOrder(solution, placesOf(order), count);
    await onStep(step, Math.max(...residuals));
    const before = descents;
    descents = descentsOf(rest, weights, count);
    const kept = descents.map((descent, c) => (before[c] > 0 ? descent / before[c] : 0));
    turn(direction, kept, rest, weights, count);
    outflow(near, weights, direction, flow, count);
    const slopes = dots(direction, flow, count);
    const lengths = descents.map((descent, c) => (open[c] ? descent / slopes[c] : 0));
    move(solution, lengths, direction, count);
    move(
      rest,
      lengths.map((length) => -length),
      flow,
      count,
    );
  }
  throw new Error(
    `the flow did not settle in mostSteps=${mostSteps}; allow more steps or a larger tolerance than ${tolerance}`,
  );
}

/** L times the columns of data. */
function outflow(
  graph: SparseMatrix,
  weights: Float64Array,
  data: Float64Array,
  target: Float64Array,
  count: number,
): void {
  multiplySparse(graph, data, target, count);
  for (let row = 0, at = 0; row < graph.size; row++) {
    for (let c = 0; c < count; c++, at++) target[at] = weights[row] * data[at] - target[at];
  }
}

/** The new direction of each column: where it would go by itself, and what is kept of the one before. */
function turn(
  direction: Float64Array,
  kept: Float64Array,
  rest: Float64Array,
  weights: Float64Array,
  count: number,
): void {
  for (let row = 0, at = 0; row < weights.length; row++) {
    for (let c = 0; c < count; c++, at++) {
      direction[at] = rest[at] / weights[row] + kept[c] * direction[at];
    }
  }
}

/** The product of each column of `rest` with itself, divided by the degrees. */
function descentsOf(rest: Float64Array, weights: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let row = 0, at = 0; row < weights.length; row++) {
    for (let c = 0; c < count; c++, at++) sums[c] += (rest[at] * rest[at]) / weights[row];
  }
  return sums;
}

function move(
  target: Float64Array,
  lengths: Float64Array,
  direction: Float64Array,
  count: number,
): void {
  for (let at = 0; at < target.length; ) {
    for (let c = 0; c < count; c++, at++) target[at] += lengths[c] * direction[at];
  }
}

/** The product of each column of a with that of b. */
function dots(a: Float64Array, b: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let at = 0; at < a.length; ) {
    for (let c = 0; c < count; c++, at++) sums[c] += a[at] * b[at];
  }
  return sums;
}

function inOrder(data: Float64Array, order: Int32Array, count: number): Float64Array {
  const result = new Float64Array(data.length);
  order.forEach((from, row) => {
    result.set(data.subarray(from * count, (from + 1) * count), row * count);
  });
  return result;
}
