// Loaded into the tslab kernel before tslab itself (see tools/setup/kernelSpec.mjs): mends what in
// tslab 1.0.22 every user of a notebook would stumble over. Each file is one mend, and says why.
require("./signals.cjs");
require("./errors.cjs");
// Before anything loads tslab's converter, which takes the compiler when it is loaded.
require("./compiling.cjs");
require("./sending.cjs");
require("./help.cjs");
require("./busy.cjs");
require("./interrupts.cjs");
// After what binds the control socket on a thread of its own.
require("./binding.cjs");
require("./missing.cjs");
