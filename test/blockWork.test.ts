import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { head, samplesOf } from "../src/data/samples";
import { nearestNeighbours } from "../src/graph/neighbours";
import { shared } from "../src/numeric/memory";
import { RandomState } from "../src/numeric/random";
import { doBlocks } from "../src/running/threads/blockWork";
import { Interrupted } from "../src/running/watch";
import { ports } from "./support/ports";
import { squares } from "./support/squares";

const N_BLOCKS = 100;

test("each block is done once, on one thread or on three", async () => {
  for (const nThreads of [1, 3]) {
    const target = shared(Int32Array, N_BLOCKS);
    let nOwn = 0;
    await doBlocks(squares, { target }, N_BLOCKS, nThreads, async () => {
      nOwn++;
    });
    assert.deepEqual(
      [...target],
      Array.from(target, (_, i) => i * i),
    );
    assert.equal(nOwn === N_BLOCKS, nThreads === 1, `${nOwn} blocks on this thread`);
    assert.deepEqual(ports(), []);
  }
});

test("a block that fails on any thread is the caller's error; stopping leaves no thread", async () => {
  const target = shared(Int32Array, N_BLOCKS);
  for (const failing of [0, 60, N_BLOCKS - 1]) {
    const failed = doBlocks(squares, { target, failing }, N_BLOCKS, 2, async () => {});
    await assert.rejects(failed, new RegExp(`block ${failing} fails`));
    assert.deepEqual(ports(), []);
  }
  const stopped = doBlocks(squares, { target }, N_BLOCKS, 2, async (nBegun) => {
    if (nBegun > 50) throw new Interrupted("stopped");
  });
  await assert.rejects(stopped, Interrupted);
  assert.deepEqual(ports(), []);
});

test("stopping does not wait for a worker that is not ready yet", async () => {
  const target = shared(Int32Array, 2);
  const stopped = doBlocks(squares, { target }, 2, 2, async (nBegun) => {
    if (nBegun === 2) throw new Interrupted("stopped");
  });
  await assert.rejects(stopped, Interrupted);
  assert.deepEqual([...target], [0, 1], "this thread was done");
  assert.deepEqual(ports(), []);
});

test("once a worker has failed, no other block is begun", async () => {
  const target = shared(Int32Array, N_BLOCKS);
  let nBegun = 0;
  const failed = doBlocks(
    { ...squares, file: join(__dirname, "no such file") },
    { target },
    N_BLOCKS,
    2,
    async () => {
      nBegun++;
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
  );
  await assert.rejects(failed, /no such file/);
  assert.ok(nBegun < N_BLOCKS, `${nBegun} of ${N_BLOCKS} blocks`);
  assert.deepEqual(ports(), []);
});

test("a search for neighbours on all cores finds what one thread does, bit for bit", async () => {
  const random = new RandomState(7);
  const X = samplesOf(
    Float32Array.from({ length: 20_000 * 90 }, () => random.randomSample()),
    [20_000, 90],
  );
  const whole = await nearestNeighbours(X, 6, samplesOf(X.data, X.shape));
  const part = await nearestNeighbours(X, 6, head(X, 1500));
  assert.deepEqual(whole.indices.subarray(0, part.indices.length), part.indices);
  assert.deepEqual(whole.distances.subarray(0, part.distances.length), part.distances);
});
