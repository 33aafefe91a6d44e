// The first file of a worker: Node cannot load TypeScript by itself, so the files that teach it come first.
const { workerData } = require("node:worker_threads");

for (const file of workerData.files) require(file);
