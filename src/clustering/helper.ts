import { parentPort, workerData } from "node:worker_threads";
import type { HelperData } from "./crew";
import { Pace } from "./pace";
import { type Given, perform, Shard, type Task } from "./shard";

// What a helper of crew.ts runs: does each task that it is sent with its own shard, and sends the answer.
const { rows }: HelperData = workerData;
const shard = new Shard(rows, new Pace());
parentPort?.on("message", async ({ task, given }: { task: Task; given: Given<Task> }) => {
  parentPort?.postMessage(await perform(shard, task, given));
});
