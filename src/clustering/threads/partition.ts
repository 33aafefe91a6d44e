import type { Pace } from "../../running/pace";
import { Block } from "../bounds/blocks";
import { boundedEngine } from "../bounds/boundedEngine";
import { BLOCK_ROWS } from "../bounds/products";
import { type CandidateDistances, potentialsOf } from "../candidateDistances";
import { centroidsOf } from "../centroids";
import { ClusterSums, type Sums } from "../clusterSums";
import type { Assigner, Engine } from "../engine";
import { mlKmeansEngine } from "../mlKmeans";
import type { EngineName } from "../options";
import { type Rows, squaredDistance } from "../rows";

/** How the nearest centroids are found: by this project's engine, or by the library ml-kmeans. */
export const ENGINES: Record<Exclude<EngineName, "plain">, Engine> = {
  tfjs: boundedEngine,
  "ml-kmeans": mlKmeansEngine,
};

/** As many rows are held as float32 while centres are chosen, converted once; of more, block by block. */
const HELD_ROWS = 32768;

/** What an iteration came to. */
export interface Assigned {
  /** How many rows have another label now. */
  readonly moves: number;
  /** How many rows were examined. */
  readonly examined: number;
}

/**
 * The rows that one thread works on, and what it remembers of them. All that its methods take and
 * return can go from thread to thread.
 */
export class Partition {
  readonly #rows: Rows;
  readonly #pace: Pace;
  #block?: Block;
  #assigner?: Assigner;
  #sums?: ClusterSums;

  constructor(rows: Rows, pace: Pace) {
    this.#rows = rows;
    this.#pace = pace;
  }

  /**
   * The sum of squared distances that each candidate of each start would leave.
   * @param starts the distances of each start, filled in
   * @param centres the candidates, as many for each start, one after the other
   */
  potentials(starts: readonly CandidateDistances[], centres: Float64Array): Promise<number[][]> {
    this.#block ??= new Block(this.#rows, this.#rows.count > HELD_ROWS ? BLOCK_ROWS : HELD_ROWS);
    return potentialsOf(this.#rows, this.#block, starts, centres, this.#pace);
  }

  /**
   * Prepares for Lloyd's iterations.
   * @param learnt by the engine from all rows
   */
  async prepare(engine: keyof typeof ENGINES, learnt: Float32Array): Promise<void> {
    this.#assigner = await ENGINES[engine].prepare(this.#rows, learnt, this.#pace);
  }

  /**
   * Begins Lloyd's iterations.
   * @param labels will be kept up to date; no row has one yet
   * @param sums likewise
   */
  async begin(labels: Int32Array, sums: Sums): Promise<void> {
    if (!this.#assigner) throw new Error("nothing is prepared; call prepare first");
    this.#block = undefined;
    this.#sums = new ClusterSums(this.#rows, labels, sums);
    this.#assigner.begin(sums.counts.length, labels);
  }

  /**
   * Takes each row to the nearest centroid.
   * @param values of the centroids, shape [k, width]
   */
  async assign(values: Float64Array): Promise<Assigned> {
    const sums = this.#sums;
    if (!sums || !this.#assigner) throw new Error("no start has begun; call begin first");
    let moves = 0;
    const centroids = centroidsOf(values, this.#rows.width);
    const examined = await this.#assigner.assign(centroids, (row, label) => {
      if (sums.move(row, label)) moves++;
    });
    return { moves, examined };
  }

  /**
   * Sum of squared distances of the rows to the centroids of their clusters, row by row.
   * @param values of the centroids, shape [k, width]
   * @param labels the cluster of each row
   */
  async inertia(values: Float64Array, labels: Int32Array): Promise<number> {
    let inertia = 0;
    for (let row = 0; row < this.#rows.count; row++) {
      inertia += squaredDistance(this.#rows, row, values, labels[row]);
      if (row % 1024 === 0) await this.#pace.step();
    }
    return inertia;
  }
}

/** What a partition can be asked to do, with what, and what it answers. */
export type Task = keyof Partition;
export type Given<T extends Task> = Parameters<Partition[T]>;
export type Answer<T extends Task> = Awaited<ReturnType<Partition[T]>>;

/** Lets each of some partitions do a task, one after the other; given and answered in their order. */
export async function performAll<T extends Task>(
  partitions: readonly Partition[],
  task: T,
  givens: readonly Given<T>[],
): Promise<Answer<T>[]> {
  const answers: Answer<T>[] = [];
  for (const [i, partition] of partitions.entries()) {
    const method = partition[task] as unknown as (...given: Given<T>) => Promise<Answer<T>>;
    answers.push(await method.apply(partition, givens[i]));
  }
  return answers;
}
