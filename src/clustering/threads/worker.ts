import { parentPort, workerData } from "node:worker_threads";
import { Pace } from "../../running/pace";
import { type Given, Partition, performAll, type Task } from "./partition";
import type { WorkerData } from "./workers";

// What a worker of workers.ts runs: does each task that it is sent with its own partitions, and answers.
const { partitions }: WorkerData = workerData;
const own = partitions.map((rows) => new Partition(rows, new Pace()));
parentPort?.on("message", async ({ task, givens }: { task: Task; givens: Given<Task>[] }) => {
  parentPort?.postMessage(await performAll(own, task, givens));
});
