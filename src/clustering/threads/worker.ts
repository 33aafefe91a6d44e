import { parentPort, workerData } from "node:worker_threads";
import type { HelperData } from "./workers";
import { Pace } from "../../running/pace";
import { type Given, performAll, Shard, type Task } from "./partition";

// What a helper of crew.ts runs: does each task that it is sent with its own shards, and sends the answers.
const { shards }: HelperData = workerData;
const own = shards.map((rows) => new Shard(rows, new Pace()));
parentPort?.on("message", async ({ task, givens }: { task: Task; givens: Given<Task>[] }) => {
  parentPort?.postMessage(await performAll(own, task, givens));
});
