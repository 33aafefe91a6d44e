import type { SparseMatrix } from "./sparse";

/**
 * The samples of a graph in breadth-first order, piece by piece: those that edges join come near each
 * other, so a product with the graph finds most of what it reads in the processor's cache.
 * @param graph symmetric
 * @returns each sample once, shape [size]
 */
export function breadthFirst({ size, starts, columns }: SparseMatrix): Int32Array {
  const order = new Int32Array(size);
  const seen = new Uint8Array(size);
  let count = 0;
  for (let first = 0, next = 0; first < size; first++) {
    if (seen[first]) continue;
    seen[first] = 1;
    order[count++] = first;
    for (; next < count; next++) {
      for (let at = starts[order[next]]; at < starts[order[next] + 1]; at++) {
        if (seen[columns[at]]) continue;
        seen[columns[at]] = 1;
        order[count++] = columns[at];
      }
    }
  }
  return order;
}

/**
 * A graph whose samples are numbered anew.
 * @param graph symmetric
 * @param order the present number of each new sample, shape [size], from `breadthFirst`
 * @returns row and column i are what row and column order[i] were
 */
export function reordered(graph: SparseMatrix, order: Int32Array): SparseMatrix {
  const newNumber = placesOf(order);
  const starts = new Int32Array(graph.size + 1);
  const columns = new Int32Array(graph.columns.length);
  const values = new Float64Array(graph.values.length);
  order.forEach((old, row) => {
    const entries = Array.from(graph.columns.subarray(graph.starts[old], graph.starts[old + 1]));
    const sorted = entries
      .map((column, i) => ({
        column: newNumber[column],
        value: graph.values[graph.starts[old] + i],
      }))
      .sort((a, b) => a.column - b.column);
    sorted.forEach(({ column, value }, i) => {
      columns[starts[row] + i] = column;
      values[starts[row] + i] = value;
    });
    starts[row + 1] = starts[row] + sorted.length;
  });
  return { size: graph.size, starts, columns, values };
}

/**
 * Where each sample stands in an order.
 * @param order each number from 0 once
 */
export function placesOf(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  order.forEach((sample, place) => {
    places[sample] = place;
  });
  return places;
}
