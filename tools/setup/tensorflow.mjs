import { readFileSync } from "node:fs";
import { join } from "node:path";
import { holds, writeWhole } from "./files.mjs";
import { CLEAN_ENV, TFJS_NODE } from "./paths.mjs";
import { run, SetupError } from "./run.mjs";
import { installFromWheel } from "./tensorflowWheel.mjs";

const STAMP = join(TFJS_NODE, ".setup-tensorflow");
const OFFICIAL_INSTALLER_SECONDS = 900;

/** The addon fits every Node (its interface is Node-API), but one kind of processor. */
function wanted() {
  return `tensorflow, for ${process.arch} and every Node\n`;
}

/** The files of tfjs-node that call what Node 23 took out of its `util`. */
const CALLERS = ["dist/nodejs_kernel_backend.js", "dist/kernels/TopK.js"];

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 took out, and `util.isArray`, of which
 * newer ones warn. Mended where they are called, it works in every thread and program that loads it.
 */
function mendForNewerNode() {
  for (const caller of CALLERS) {
    const path = join(TFJS_NODE, caller);
    const source = readFileSync(path, "utf8");
    const mended = source
      .replace(/\(0, util_1\.isNullOrUndefined\)\((\w+)\)/g, "$1 == null")
      .replaceAll("(0, util_1.isArray)(", "Array.isArray(");
    if (mended !== source) writeWhole(path, mended);
  }
}

/** Whether the host of tfjs-node's prebuilt files answers; behind a proxy its installer must find out. */
async function officialHostAnswers() {
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return true;
  const { binary } = JSON.parse(readFileSync(join(TFJS_NODE, "package.json"), "utf8"));
  const options = { method: "HEAD", signal: AbortSignal.timeout(5000) };
  return fetch(new URL(binary.host).origin, options).then(
    () => true,
    () => false,
  );
}

async function installOfficially() {
  if (!(await officialHostAnswers())) return false;
  const bin = join(TFJS_NODE, "..", "..", ".bin");
  const env = { ...CLEAN_ENV, PATH: `${bin}:${process.env.PATH}` };
  const options = { cwd: TFJS_NODE, env, timeoutSeconds: OFFICIAL_INSTALLER_SECONDS };
  const { code } = await run(process.execPath, ["scripts/install.js"], options);
  return code === 0 && (await whatIsWrong()) === "";
}

/** @returns {Promise<string>} nothing once TensorFlow gets a product and the largest of a row right, else its last words */
async function whatIsWrong() {
  const script = `
    const tf = require("@tensorflow/tfjs-node");
    const [product, largest] = [tf.matMul([[1, 2]], [[3], [4]]), tf.topk(tf.tensor1d([3, 11, 4])).values];
    for (const { 0: value } of [product.dataSync(), largest.dataSync()]) if (value !== 11) throw new Error(value + " is not 11");`;
  const { code, output } = await run(process.execPath, ["-e", script], { cwd: TFJS_NODE });
  return code === 0 ? "" : output.trim().split("\n").slice(-15).join("\n") || `exit code ${code}`;
}

/** @type {import("./setup.mjs").Part} TensorFlow's library and tfjs-node's addon for it */
export const tensorflow = {
  name: "TensorFlow for Node",
  isDone: () => holds(STAMP, wanted()),
  async run(say) {
    mendForNewerNode();
    if (!(await installOfficially())) {
      if (process.platform !== "linux") {
        throw new SetupError(
          "tfjs-node's installer could not fetch TensorFlow: check the network (or the proxy in HTTPS_PROXY), then run the same command again.",
        );
      }
      say("its download host is out of reach; taking the library from PyPI's tensorflow-cpu");
      await installFromWheel(say);
    }
    const wrong = await whatIsWrong();
    if (wrong) {
      throw new SetupError(
        `${wrong}\n\nTensorFlow does not compute: delete node_modules and run the same command again.`,
      );
    }
    writeWhole(STAMP, wanted());
  },
};
