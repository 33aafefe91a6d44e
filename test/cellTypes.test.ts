import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type KernelCell, runInKernel } from "./support/kernelDriver";

/** Cells import only from below the notebook's folder. */
const FOLDER = join("notebooks", "types-probe");

before(() => mkdirSync(FOLDER));
after(() => rmSync(FOLDER, { recursive: true }));

/** Writes a module and waits until the kernel has seen it. */
function written(name: string, source: string): KernelCell {
  return {
    code: `
require("node:fs").writeFileSync("types-probe/${name}.ts", ${JSON.stringify(source)});
await new Promise((done) => setTimeout(done, 1500));`,
  };
}

const IMPORTED = { code: 'import { twice } from "./types-probe/twice";\ntwice()' };

test("a module that was sound is checked again when one that it imports has changed", () => {
  const outcome = runInKernel({
    once: written("once", "export const once = () => 21;"),
    twice: written(
      "twice",
      'import { once } from "./once";\nexport const twice = (): number => 2 * once();',
    ),
    sound: IMPORTED,
    edited: written("once", 'export const once = () => "21";'),
    refused: IMPORTED,
    mended: written("once", "export const once = () => 21;"),
    again: IMPORTED,
  });
  assert.equal(outcome.sound.stdout, "42\n", outcome.sound.stderr);
  assert.equal(outcome.refused.status, "error");
  assert.match(outcome.refused.stderr, /twice\.ts.*right-hand side of an arithmetic operation/);
  assert.equal(outcome.again.status, "ok", outcome.again.stderr);
});
