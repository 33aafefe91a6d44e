import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { holds, writeWhole } from "./files.mjs";
import { JUPYTER_ENV, NODE_MODULES, ROOT, VENV } from "./paths.mjs";

const KERNEL_JSON = join(VENV, "share", "jupyter", "kernels", "tslab", "kernel.json");

/** What the kernel adds to its environment. */
export const KERNEL_ENV = {
  // A user's own would break it: `--require ./x` is looked for beside the notebook.
  NODE_OPTIONS: "",
  TF_CPP_MIN_LOG_LEVEL: "2",
  // On two, a training step takes 1.2 to 1.3 times as long, and k-means has threads of its own.
  TF_NUM_INTRAOP_THREADS: "1",
  // On processors without AVX-512 TensorFlow leaves oneDNN off, and a training step takes 1.5 times as long.
  TF_ENABLE_ONEDNN_OPTS: "1",
  // Large arrays go back to the system when they are freed, instead of into malloc's reserves.
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "1048576",
  MALLOC_TRIM_THRESHOLD_: "1048576",
};

/**
 * Our own kernel.json instead of `tslab install`'s: this Node by its absolute path, so that no PATH
 * decides, and the settings of TensorFlow, which it reads only when it starts.
 */
function wanted() {
  const tslab = join(NODE_MODULES, "tslab", "bin", "tslab");
  const preload = join(ROOT, "tools", "tslab", "index.cjs");
  const kernel = {
    display_name: "TypeScript (tslab)",
    language: "typescript",
    argv: [
      process.execPath,
      // src/notebook/watched.ts collects garbage after a computation.
      "--expose-gc",
      // The compiler makes much garbage for every cell: room for what dies young saves half of its
      // time, while what lives on may grow by 30 per cent only before it is looked through.
      "--min-semi-space-size=16",
      "--max-semi-space-size=16",
      "--heap-growing-percent=30",
      "--require",
      join(ROOT, "tools", "kernelParent.cjs"),
      "--require",
      preload,
      tslab,
      "kernel",
      "--config-path={connection_file}",
    ],
    env: KERNEL_ENV,
    // Kernel > Interrupt as a message: see tools/tslab/interrupts.cjs.
    interrupt_mode: "message",
  };
  return `${JSON.stringify(kernel, null, 2)}\n`;
}

/** @type {import("./setup.mjs").Part} the tslab kernel, known to the venv's JupyterLab alone */
export const jupyterKernel = {
  name: "TypeScript kernel for Jupyter",
  isDone: () => holds(KERNEL_JSON, wanted()),
  async run() {
    // Without this folder, IPython warns in every program of Jupyter's.
    mkdirSync(JUPYTER_ENV.IPYTHONDIR, { recursive: true });
    writeWhole(KERNEL_JSON, wanted());
  },
};
