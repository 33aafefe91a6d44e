import { centroidsOf } from "../centroids";
import type { Begin, Engine, Nearest } from "../engine";
import { mlKmeansEngine } from "../mlKmeans";
import type { EngineName } from "../options";
import type { Pace } from "../../running/pace";
import { BLOCK_ROWS, Block } from "../bounds/products";
import { type Rows, squaredDistance } from "../rows";
import { type Sums, Tally } from "../clusterSums";
import { tfjsEngine } from "../bounds/boundedEngine";
import { potentialsOf, type Trial } from "../candidateDistances";

/** How the nearest centroids are found: by this project's engine, or by the library ml-kmeans. */
export const ENGINES: Record<EngineName, Engine> = {
  tfjs: tfjsEngine,
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
export class Shard {
  readonly #rows: Rows;
  readonly #pace: Pace;
  #block?: Block;
  #begin?: Begin;
  #nearest?: Nearest;
  #tally?: Tally;

  constructor(rows: Rows, pace: Pace) {
    this.#rows = rows;
    this.#pace = pace;
  }

  /**
   * The sum of squared distances that each candidate of each start would leave.
   * @param trials of each start, filled in
   * @param centres the candidates, as many for each start, one after the other
   */
  potentials(trials: readonly Trial[], centres: Float64Array): Promise<number[][]> {
    this.#block ??= new Block(this.#rows, this.#rows.count > HELD_ROWS ? BLOCK_ROWS : HELD_ROWS);
    return potentialsOf(this.#rows, this.#block, trials, centres, this.#pace);
  }

  /**
   * Prepares for Lloyd's iterations.
   * @param learnt by the engine from all rows
   */
  async prepare(engine: EngineName, learnt: Float32Array): Promise<void> {
    this.#begin = await ENGINES[engine].prepare(this.#rows, learnt, this.#pace);
  }

  /**
   * Begins Lloyd's iterations.
   * @param labels will be kept up to date; no row has one yet
   * @param sums likewise
   */
  async begin(labels: Int32Array, sums: Sums): Promise<void> {
    if (!this.#begin) throw new Error("nothing is prepared; call prepare first");
    this.#block = undefined;
    this.#tally = new Tally(this.#rows, labels, sums);
    this.#nearest = this.#begin(sums.counts.length, labels);
  }

  /**
   * Takes each row to the nearest centroid.
   * @param values of the centroids, shape [k, width]
   */
  async assign(values: Float64Array): Promise<Assigned> {
    const tally = this.#tally;
    if (!tally || !this.#nearest) throw new Error("no start has begun; call begin first");
    let moves = 0;
    const examined = await this.#nearest(centroidsOf(values, this.#rows.width), (row, label) => {
      if (tally.move(row, label)) moves++;
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

/** What a shard can be asked to do, with what, and what it answers. */
export type Task = keyof Shard;
export type Given<T extends Task> = Parameters<Shard[T]>;
export type Answer<T extends Task> = Awaited<ReturnType<Shard[T]>>;

/** Lets each of some shards do a task, one after the other; given and answered in their order. */
export async function performAll<T extends Task>(
  shards: readonly Shard[],
  task: T,
  givens: readonly Given<T>[],
): Promise<Answer<T>[]> {
  const answers: Answer<T>[] = [];
  for (const [i, shard] of shards.entries()) {
    const method = shard[task] as unknown as (...given: Given<T>) => Promise<Answer<T>>;
    answers.push(await method.apply(shard, givens[i]));
  }
  return answers;
}
