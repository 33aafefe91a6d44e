import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { idxBytes } from "../../src/idx";
import { loadTrainTest } from "../../src/loading";
import { head, reshape, samplesOf } from "../../src/samples";
import { JUPYTER_ENV, PYTHON, ROOT } from "../../tools/setup/paths.mjs";

const MAIN = "notebooks/1-semi-supervised-cnn-with-kmeans.ipynb";

/** A folder below runs/ with notebooks that tests may change, and few enough digits to be quick. */
export class Sandbox {
  readonly folder = join(ROOT, "runs", `browser-${process.pid}`);

  constructor() {
    mkdirSync(this.folder, { recursive: true });
    symlinkSync(join("..", "..", "src"), join(this.folder, "src"));
  }

  /** A notebook's path as JupyterLab addresses it. */
  path(name: string): string {
    return relative(ROOT, join(this.folder, name));
  }

  /** The main notebook with the parameters given in place of its own, and without outputs. */
  writeMainNotebook(name: string, parameters: Record<string, string>): void {
    const notebook = JSON.parse(readFileSync(join(ROOT, MAIN), "utf8"));
    for (const cell of notebook.cells) {
      if (cell.cell_type !== "code") continue;
      cell.outputs = [];
      if (!cell.metadata.tags?.includes("parameters")) continue;
      for (const [parameter, value] of Object.entries(parameters)) {
        const line = new RegExp(`^(let ${parameter}\\b.*?= ).*?;`, "m");
        cell.source = [cell.source].flat().join("").replace(line, `$1${value};`);
      }
    }
    writeFileSync(join(this.folder, name), JSON.stringify(notebook));
  }

  /** A notebook that was executed elsewhere: one cell a piece of HTML that it put out. */
  writeExecuted(name: string, outputs: readonly string[]): void {
    const cells = outputs.map((html, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      source: "",
      metadata: {},
      execution_count: null,
      outputs: [{ output_type: "display_data", metadata: {}, data: { "text/html": html } }],
    }));
    const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(this.folder, name), JSON.stringify(notebook));
  }

  /** Trusts one notebook, as `jupyter trust` does. */
  trust(name: string): void {
    const args = ["-m", "jupyter", "trust", join(this.folder, name)];
    execFileSync(PYTHON, args, { env: JUPYTER_ENV, stdio: "ignore" });
  }

  /** IDX files of the first digits; returns their folder. */
  async writeDigits(nTrain: number, nTest: number): Promise<string> {
    const folder = join(this.folder, "digits");
    mkdirSync(folder);
    const { train, test } = await loadTrainTest();
    for (const [part, set, count] of [
      ["train", train, nTrain],
      ["t10k", test, nTest],
    ] as const) {
      const images = reshape(head(set.data, count), [count, ...set.imageShape]);
      writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes(images));
      const labels = samplesOf(set.target.slice(0, count), [count]);
      writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes(labels));
    }
    return folder;
  }

  /** Leaves nothing behind. */
  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
