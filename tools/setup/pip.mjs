import { CLEAN_ENV, PYTHON } from "./paths.mjs";
import { run } from "./run.mjs";

/** What a user may settle for pip: where packages come from, and how they travel. */
const HONOURED = [
  ...["cache-dir", "no-cache-dir", "cert", "client-cert", "default-timeout", "timeout", "retries"],
  ...["index-url", "extra-index-url", "find-links", "no-index", "trusted-host"],
  ...["keyring-provider", "proxy"],
];
/** Of what pip reads, the later decides. */
const SOURCES = ["global", "download", "install", ":env:"];

/**
 * The environment for the venv's pip: of the user's pip.conf and PIP_ variables only what is honoured
 * here, since others (`user`, `target`, `prefix`, `no-binary`) would put the packages elsewhere or none at all.
 * @returns {Promise<NodeJS.ProcessEnv>} to run pip in
 */
export async function pipEnv() {
  // A `user = true` that is meant for installing would confine this list to the user's own file.
  const env = { ...CLEAN_ENV, PIP_USER: "0", PIP_GLOBAL: "0", PIP_SITE: "0" };
  const { output } = await run(PYTHON, ["-m", "pip", "config", "list"], { env });
  const others = Object.entries(CLEAN_ENV).filter(([name]) => !name.startsWith("PIP_"));
  return {
    ...Object.fromEntries(others),
    ...pipVariables(output),
    PIP_CONFIG_FILE: "/dev/null",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
  };
}

/**
 * @param {string} listed what `pip config list` prints: lines such as `global.index-url='https://...'`
 * @returns {Record<string, string>} the settings that are honoured, as environment variables
 */
export function pipVariables(listed) {
  const settings = [...listed.matchAll(/^(\S+?)\.([a-z-]+)=(['"])(.*)\3$/gm)]
    .filter(([, source, name]) => SOURCES.includes(source) && HONOURED.includes(name))
    .sort(([, a], [, b]) => SOURCES.indexOf(a) - SOURCES.indexOf(b));
  return Object.fromEntries(
    settings.map(([, , name, , value]) => [
      `PIP_${name.toUpperCase().replaceAll("-", "_")}`,
      // Values of several lines are listed with \n; in a variable, spaces part them.
      value.replaceAll("\\n", " ").trim(),
    ]),
  );
}
