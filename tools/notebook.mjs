import { join } from "node:path";
import { runPython } from "./jupyter.mjs";
import { ROOT } from "./setup/paths.mjs";

runPython([join(ROOT, "tools", "notebook", "run.py"), ...process.argv.slice(2)]);
