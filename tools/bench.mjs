import { spawn } from "node:child_process";
import { join } from "node:path";
import { KERNEL_ENV } from "./setup/kernelSpec.mjs";
import { ROOT } from "./setup/paths.mjs";

// In the kernel's environment, since TensorFlow reads its settings when it is loaded.
const bench = join(ROOT, "tools", "bench", "bench.ts");
const child = spawn(process.execPath, ["--import", "tsx", bench, ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, ...KERNEL_ENV },
  stdio: "inherit",
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
