import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { idxBytes } from "../../src/data/idx";
import { loadTrainTest } from "../../src/data/loading";
import { head, reshape, samplesOf } from "../../src/data/samples";
import { ROOT } from "../../tools/setup/paths.mjs";
import { codeCell } from "../support/notebooks";

const MAIN = "notebooks/1-semi-supervised-cnn-with-kmeans.ipynb";

/** A folder below runs/ with notebooks that tests may change, and few enough digits to be quick. */
export class Sandbox {
  readonly #id = `browser-${process.pid}`;
  readonly folder = join(ROOT, "runs", this.#id);
  /** Where the headless runner puts its report. */
  readonly report = join(ROOT, "runs", `${this.#id}.html`);

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

  /** A notebook of these code cells. */
  writeCells(name: string, sources: readonly string[]): void {
    const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
    const cells = sources.map((source) => codeCell(source));
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(this.folder, name), JSON.stringify(notebook));
  }

  /** Runs a notebook with the headless runner, and puts the executed one in its place. */
  runHeadless(name: string): void {
    const aside = `${this.#id}.ipynb`;
    this.copy(name, aside);
    execFileSync(process.execPath, ["tools/notebook.mjs", join(this.folder, aside)], {
      stdio: "pipe",
    });
    renameSync(join(ROOT, "runs", aside), join(this.folder, name));
  }

  /** A second file of the same notebook. */
  copy(name: string, copied: string): void {
    copyFileSync(join(this.folder, name), join(this.folder, copied));
  }

  /** The same notebook as somebody else might send it: no run here has signed it. */
  alter(name: string, altered: string): void {
    const notebook = JSON.parse(readFileSync(join(this.folder, name), "utf8"));
    notebook.cells.push(codeCell("// from elsewhere"));
    writeFileSync(join(this.folder, altered), JSON.stringify(notebook));
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
    rmSync(this.report, { force: true });
  }
}
