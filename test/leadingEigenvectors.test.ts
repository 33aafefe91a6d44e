import assert from "node:assert/strict";
import { test } from "node:test";
import { leadingEigenvectors } from "../src/numeric/leadingEigenvectors";
import { assertClose } from "./support/closeTo";

/** A diagonal matrix, whose eigenvectors are the axes. */
function diagonal(eigenvalues: readonly number[]) {
  return (data: Float64Array, target: Float64Array, count: number) => {
    for (let at = 0; at < data.length; at++) {
      target[at] = eigenvalues[Math.floor(at / count)] * data[at];
    }
  };
}

test("eigenvalues of very different sizes settle within a few rounds", async () => {
  const size = 301;
  const eigenvalues = Array.from({ length: size }, (_, j) => (1 + j) ** -4);
  const { values, vectors } = await leadingEigenvectors(diagonal(eigenvalues), size, {
    nVectors: 41,
    lowest: 0,
    mostRounds: 10,
  });
  assertClose(values, eigenvalues.slice(0, 41), 1e-6);
  for (let c = 0; c < 5; c++) assert.ok(Math.abs(vectors.data[c * 41 + c]) > 0.999, `vector ${c}`);
});
