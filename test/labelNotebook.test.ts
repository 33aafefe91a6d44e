import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { parseCsv, readCsv } from "../src/data/csv";
import { fileSha256 } from "../src/data/files";
import { sampleTruth } from "../src/data/pictures/samplePictures";
import { executed, htmlOf, RUNS, runNotebook } from "./support/notebooks";

const NAME = "2-label-your-own-images";
const LABELS = "notebooks/labels/digits/labels.csv";

describe("the notebook about one's own images, on its sample digits", () => {
  const folder = mkdtempSync(join(tmpdir(), "label-"));
  const modelDir = join(folder, "model");
  const predictionsFile = join(folder, "predictions.csv");
  let html = "";
  before(async () => {
    const labels = readFileSync(LABELS);
    const given = { modelDir, predictionsFile, nSeeds: 2, epochs: 5 };
    const options = Object.entries(given).flatMap(([name, value]) => ["-p", name, String(value)]);
    const { status, output } = await runNotebook([
      `notebooks/${NAME}.ipynb`,
      "--name",
      NAME,
      ...options,
    ]);
    assert.equal(status, 0, output);
    const { cells } = executed(NAME);
    html = cells.map(htmlOf).join("");
    assert.deepEqual(readFileSync(LABELS), labels, "the labels stay as they were");
  });
  after(() => rmSync(folder, { recursive: true }));

  test("finds wrong labels without the truth", () => {
    const [, found, of, wrong, all] =
      /Wrong are (\d+) of these (\d+) labels, and (\d+) of all (\d+)/.exec(html)?.map(Number) ?? [];
    assert.equal(of, 30);
    // 5 and 29 after ten epochs: as many drawn at random hold hardly one.
    assert.ok(wrong / all < 0.05, `${wrong} of ${all}`);
    assert.ok(found / of > 3 * (wrong / all), `${found} of ${of}, ${wrong} of ${all}`);
  });

  test("estimates the share of right labels, with a range that holds the true one", async () => {
    const [, checked, , , low, high] = rowOf("the network's").map(Number);
    assert.equal(checked, 40);
    const rows = parseCsv(readFileSync(predictionsFile, "utf8").slice(1)).slice(1);
    assert.equal(rows.length, 2000);
    const truth = await sampleTruth();
    const right = rows.filter(({ cells: [, named] }, i) => named === String(truth[i])).length;
    const share = (100 * right) / rows.length;
    // 91.6 after five epochs.
    assert.ok(share > 85, `the network names ${share} % right`);
    assert.ok(low < share && share < high, `${share} % right, checked ${low} to ${high} %`);
    for (const further of ["none", "of random pictures", "of suggested pictures"])
      assert.ok(Number(rowOf(further)[1]) > 90, further);
  });

  test("writes the names as COCO too, one annotation a picture", () => {
    const coco = JSON.parse(readFileSync(join(folder, "predictions.coco.json"), "utf8"));
    assert.deepEqual([coco.images.length, coco.annotations.length], [2000, 2000]);
    assert.deepEqual([coco.images[7].file_name, coco.images[7].width], ["digit-0007.png", 28]);
  });

  test("adds what the spot check says to the results of all runs", async () => {
    const rows = await readCsv(join(RUNS, "results.csv"));
    const [last] = rows.slice(-1);
    const cell = (name: string) => last.cells[rows[0].cells.indexOf(name)];
    assert.equal(cell("run"), NAME);
    assert.equal(cell("space"), '"spectral"');
    assert.deepEqual(
      [cell("the network's: named by hand"), cell("spread to all but unsure: right (%)")],
      ["50", "97.5"],
    );
    assert.ok(Number(cell("the network's: right (%)")) > 80);
  });

  test("saves a model that knows how its pictures were made and what its labels were", async () => {
    const about = JSON.parse(readFileSync(join(modelDir, "about.json"), "utf8"));
    assert.deepEqual(about.pictures, { fit: "contain", bits: 0, inverted: false });
    assert.deepEqual(about.classNames, [..."0123456789"]);
    assert.equal(about.clustering.space, "spectral");
    assert.equal(about.labelsSha256, await fileSha256(LABELS));
  });

  test("refuses a set of three pictures as soon as they are read", async () => {
    const pictureDir = join(folder, "three");
    mkdirSync(pictureDir);
    for (let i = 0; i < 3; i++) {
      const raw = { width: 20, height: 20, channels: 1 as const };
      const pixels = Uint8Array.from({ length: 400 }, (_, at) => (at * (i + 3)) % 256);
      await sharp(pixels, { raw })
        .png()
        .toFile(join(pictureDir, `${i}.png`));
    }
    const given = {
      pictureDir,
      labelsDir: join(folder, "labels"),
      k: 2,
      space: "pixels",
      modelDir,
    };
    const options = Object.entries(given).flatMap(([name, value]) => ["-p", name, String(value)]);
    const name = "three-pictures";
    const { status, output } = await runNotebook([
      `notebooks/${NAME}.ipynb`,
      "--name",
      name,
      ...options,
    ]);
    assert.equal(status, 1, output);
    assert.match(
      output,
      /nImages=3 must be at least 4, as two networks learn from a half of the pictures/,
    );
    assert.ok(!existsSync(join(folder, "labels", "labels.csv")), "nobody was asked for a label");
  });

  /** The texts of a table's row. */
  function rowOf(name: string): string[] {
    const rows = html.match(/<tr>.*?<\/tr>/g) ?? [];
    const found = rows.find((row) => row.includes(`>${name}</th>`)) ?? "";
    return (found.match(/<t[hd][^>]*>.*?<\/t[hd]>/g) ?? []).map((cell) =>
      cell.replace(/<[^>]*>/g, ""),
    );
  }
});
