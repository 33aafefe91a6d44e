import * as tf from "@tensorflow/tfjs-node";
import { leaveSignalsToOtherThreads } from "../running/signals";

leaveSignalsToOtherThreads();

/**
 * The scalar products of two matrices' rows, or columns, by tfjs-node, in float32.
 * @param a row after row, each of `width` numbers
 * @param b likewise
 * @param width numbers of a row, from 1
 * @param along "rows": each row of a with each of b; "columns": their columns, of as many rows each
 * @returns for each row, or column, of a one number for each of b
 */
export function multiply(
  a: Float32Array,
  b: Float32Array,
  width: number,
  along: "rows" | "columns" = "rows",
): Float32Array {
  let products: Float32Array = new Float32Array(0);
  tf.tidy(() => {
    const left = tf.tensor2d(a, [a.length / width, width]);
    const right = tf.tensor2d(b, [b.length / width, width]);
    const columns = along === "columns";
    products = tf.matMul(left, right, columns, !columns).dataSync<"float32">();
  });
  return products;
}
