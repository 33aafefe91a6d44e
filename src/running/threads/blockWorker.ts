import { parentPort, workerData } from "node:worker_threads";
import { type BlockWork, type BlockWorkerGiven, blocksLeft } from "./blockWork";
import type { ThreadData } from "./thread";

// What a worker of blockWork.ts runs: does blocks until none is left, and says so.
const { file, given, nBlocks, next } = (workerData as ThreadData<BlockWorkerGiven<unknown>>).given;
const { begin }: Pick<BlockWork<unknown>, "begin"> = require(file);
const work = begin(given);
parentPort?.on("message", () => {
  for (const block of blocksLeft(next, nBlocks)) for (const _ of work(block));
  parentPort?.postMessage("done");
});
