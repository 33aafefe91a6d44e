import { join } from "node:path";
import { runPython } from "./jupyter.mjs";
import { ROOT } from "./setup/paths.mjs";
import { startedIn } from "./startedIn.mjs";

runPython([join(ROOT, "tools", "notebook", "compare.py")], {
  env: {
    NOTEBOOK_NODE: process.execPath,
    NOTEBOOK_STARTED_IN: startedIn("runs"),
  },
});
