import { parentPort, workerData } from "node:worker_threads";
import { Pace } from "../../running/pace";
import type { ThreadData } from "../../running/threads/thread";
import type { Rows } from "../rows";
import { type Given, Partition, performAll, type Task } from "./partition";

// What a worker of workers.ts runs: does each task that it is sent with its own partitions, and answers.
const { given }: ThreadData<readonly Rows[]> = workerData;
const own = given.map((rows) => new Partition(rows, new Pace()));
parentPort?.on("message", async ({ task, givens }: { task: Task; givens: Given<Task>[] }) => {
  parentPort?.postMessage(await performAll(own, task, givens));
});
