/** The candidates closest to each of some queries, kept while more and more are offered. */
export class Nearest {
  readonly #closeness: Float64Array;
  readonly #indices: Int32Array;
  readonly #counts: Int32Array;

  /**
   * @param nQueries whose candidates are kept
   * @param capacity how many are kept for each
   * @param own the index of the first query, if queries are candidates too: none is kept as its own
   */
  constructor(
    nQueries: number,
    readonly capacity: number,
    readonly own?: number,
  ) {
    this.#closeness = new Float64Array(nQueries * capacity).fill(Number.NEGATIVE_INFINITY);
    this.#indices = new Int32Array(nQueries * capacity);
    this.#counts = new Int32Array(nQueries);
  }

  /**
   * Looks through candidates for all queries.
   * @param closeness larger is closer, shape [at least nQueries, stride]
   * @param stride numbers of a row
   * @param first the index of the first candidate
   * @param count how many of a row are candidates
   */
  offer(closeness: Float32Array, stride: number, first: number, count: number): void {
    const { capacity, own } = this;
    for (let query = 0; query < this.#counts.length; query++) {
      const self = own === undefined ? -1 : own + query - first;
      const begin = query * stride;
      let least = this.#closeness[(query + 1) * capacity - 1];
      for (let j = 0; j < count; j++) {
        // Not a number is never closer.
        if (!(closeness[begin + j] > least) || j === self) continue;
        this.#insert(query, closeness[begin + j], first + j);
        least = this.#closeness[(query + 1) * capacity - 1];
      }
    }
  }

  /** The candidates kept for a query, closest first. */
  of(query: number): Int32Array {
    const begin = query * this.capacity;
    return this.#indices.subarray(begin, begin + this.#counts[query]);
  }

  /** What the closeness of those not kept for a query does not exceed; -Infinity while there is room. */
  least(query: number): number {
    return this.#closeness[(query + 1) * this.capacity - 1];
  }

  /** Moves the less close ones back by one place each. */
  #insert(query: number, closeness: number, index: number): void {
    const begin = query * this.capacity;
    const count = Math.min(this.#counts[query] + 1, this.capacity);
    let at = begin + count - 1;
    for (; at > begin && this.#closeness[at - 1] < closeness; at--) {
      this.#closeness[at] = this.#closeness[at - 1];
      this.#indices[at] = this.#indices[at - 1];
    }
    this.#closeness[at] = closeness;
    this.#indices[at] = index;
    this.#counts[query] = count;
  }
}
