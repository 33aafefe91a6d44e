import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { holds, writeWhole } from "./files.mjs";
import { TFJS_NODE } from "./paths.mjs";
import { mustRun, run, SetupError } from "./run.mjs";
import { installFromWheel } from "./tensorflowWheel.mjs";

const STAMP = join(TFJS_NODE, ".setup-tensorflow");
const ADDON = join(TFJS_NODE, "lib", "napi-v8", "tfjs_binding.node");
const OFFICIAL_INSTALLER_SECONDS = 900;

/** The addon fits one Node binary interface; the stamp says which. */
function wanted() {
  return `tensorflow for node ABI ${process.versions.modules} on ${process.arch}\n`;
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
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const options = { cwd: TFJS_NODE, env, timeoutSeconds: OFFICIAL_INSTALLER_SECONDS };
  const { code } = await run(process.execPath, ["scripts/install.js"], options);
  return code === 0 && existsSync(ADDON);
}

/** A product that TensorFlow must get right before the part counts as done. */
async function checkAddon() {
  const script =
    "const tf = require('@tensorflow/tfjs-node'); if (tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0] !== 11) process.exit(1);";
  const remedy = "delete node_modules and run the same command again.";
  await mustRun(remedy, process.execPath, ["-e", script], { cwd: TFJS_NODE });
}

/** @type {import("./setup.mjs").Part} TensorFlow's library and tfjs-node's addon for it */
export const tensorflow = {
  name: "TensorFlow for Node",
  isDone: () => holds(STAMP, wanted()),
  async run(say) {
    if (!(await installOfficially())) {
      if (process.platform !== "linux") {
        throw new SetupError(
          "tfjs-node's installer could not fetch TensorFlow: check the network (or the proxy in HTTPS_PROXY), then run the same command again.",
        );
      }
      say("its download host is out of reach; taking the library from PyPI's tensorflow-cpu");
      await installFromWheel(say);
    }
    await checkAddon();
    writeWhole(STAMP, wanted());
  },
};
