import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { getModel } from "../src/cnn/model";
import { extremesOfClasses, namedPictures } from "../src/cnn/namedPictures";
import { predictFolder, sortInto } from "../src/cnn/predictFolder";
import { saveModel } from "../src/cnn/saving";
import { train } from "../src/cnn/training";
import { parseCsv } from "../src/data/csv";
import { loadFolder } from "../src/data/pictures/folder";
import { pixelScalingOf, scalePixels } from "../src/data/pixelScaling";
import { reshape } from "../src/data/samples";
import { ROOT } from "../tools/setup/paths.mjs";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "predict-")));
after(() => rmSync(folder, { recursive: true }));
const pictures = join(folder, "pictures");

/** Bars that lie or stand, dark on light. */
async function writeBars(): Promise<void> {
  mkdirSync(join(pictures, "below"), { recursive: true });
  for (let i = 0; i < 20; i++) {
    const lies = i % 2 === 0;
    const at = 6 + (i % 7);
    const pixels = Uint8Array.from({ length: 400 }, (_, p) => {
      const along = lies ? Math.floor(p / 20) : p % 20;
      return along >= at && along < at + 3 ? 10 : 245;
    });
    const raw = { width: 20, height: 20, channels: 1 as const };
    const name = join(pictures, i < 2 ? "below" : "", `${i}.png`);
    await sharp(pixels, { raw }).png().toFile(name);
  }
}

test("the command names pictures as the notebook does, a bad one with its reason", async () => {
  await writeBars();
  const images = await loadFolder(pictures, { size: 20, folderNames: "nothing" });
  assert.ok(images.framing.inverted);
  const scaling = pixelScalingOf(images.data);
  const X = reshape(scalePixels(images.data, scaling), [20, 20, 20, 1]);
  const y = Int32Array.from(images.files, (file) => Number(/(\d+)\.png/.exec(file)?.[1]) % 2);
  const model = getModel({ imageShape: [20, 20, 1], nClasses: 2 });
  await train(model, X, y, { epochs: 60, batchSize: 5, learningRate: 0.003 });
  const classNames = ["lies", "stands/up"];
  const about = { classNames, scaling };
  const modelDir = join(folder, "model");
  await saveModel(modelDir, model, { ...about, pictures: images.framing });
  writeFileSync(join(pictures, "bad.png"), "text");

  const out = join(folder, "predictions.csv");
  const sorted = join(folder, "sorted");
  // Paths count from where the command is given, though npm runs it in the project's folder.
  const paths = "--model model --images pictures --out predictions.csv --sort-into sorted";
  const command = ["--prefix", ROOT, "run", "-s", "predict", "--", ...paths.split(" ")];
  const run = spawnSync("npm", command, { cwd: folder, encoding: "utf8" });
  assert.equal(run.status, 1, run.stderr);
  assert.ok(run.stdout.includes(`20 pictures named -> ${out}\n`), run.stdout);
  assert.ok(run.stdout.includes(`20 pictures copied -> ${sorted}\n`), run.stdout);
  assert.match(run.stderr, /bad.png: no picture of a kind/);
  const [heading, ...rows] = parseCsv(readFileSync(out, "utf8").slice(1));
  assert.equal(heading.cells.join(), "file,class,probability,second class,its probability,reason");
  assert.equal(rows.length, 21);
  for (const { cells } of rows) {
    const [file, named, probability, second, , reason] = cells;
    if (file === "bad.png") assert.match(reason, /no picture/);
    else {
      const is = Number(/(\d+)\.png/.exec(file)?.[1]) % 2;
      assert.deepEqual([named, second], [classNames[is], classNames[1 - is]], file);
      assert.ok(Number(probability) > 0.5);
    }
  }
  assert.deepEqual(readdirSync(sorted).sort(), ["lies", "stands_up"]);
  assert.ok(readdirSync(join(sorted, "lies")).includes("below"));
  assert.equal(readdirSync(pictures).length, 20, "the pictures stay where they are");
  await assert.rejects(sortInto([], pictures, sorted), /sort-into=.* exists already/);
});

test("classes whose names a folder cannot have do not share one", async () => {
  await writeBars();
  const files = readdirSync(pictures).filter((name) => name.endsWith(".png"));
  const classes = ["?", "*", "a/b", "A:b", "_", "end.", "..", "x".repeat(300), "two\nlines"];
  const rows = classes.map((name, i) => ({
    ...namedPictures([files[i]], Float32Array.of(1, 0), [name, ""])[0],
  }));
  const to = join(folder, "odd");
  assert.equal(await sortInto(rows, pictures, to), classes.length);
  const folders = readdirSync(to).sort();
  const expected = ["_", "_-2", "_-3", "__", "A_b-2", "a_b", "end_", "two_lines", "x".repeat(80)];
  assert.deepEqual(folders, expected.sort());
  for (const one of folders) assert.equal(readdirSync(join(to, one)).length, 1, one);
});

test("what cannot be written is refused before any picture is read", () => {
  const run = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ["--import", "tsx", "tools/predict.ts", "--model", "no", "--images", pictures, ...args],
      { cwd: ROOT, encoding: "utf8" },
    ).stderr;
  assert.match(
    run("--out", "package.json/x.csv"),
    /--out=.*x.csv: a part of its path is no folder/,
  );
  const inside = join(pictures, "sorted");
  assert.match(run("--sort-into", inside), /--sort-into .*sorted lies in the folder of pictures/);
});

test("a table instead of a folder is refused, and what is taken is said", async () => {
  const table = join(folder, "table.csv");
  writeFileSync(table, "0,1\n");
  const kinds = "PNG, JPEG, WebP, BMP, TIFF, AVIF or GIF";
  await assert.rejects(predictFolder("no-model", table), {
    message: `images=${table} is a file; give a folder of pictures (${kinds}), as tables are not read here`,
  });
});

test("the two likeliest classes are named, in their order", () => {
  const [named] = namedPictures(["a"], Float32Array.of(0.2, 0.7, 0.1), ["x", "y", "z"]);
  assert.deepEqual([named.class, named.secondClass], ["y", "x"]);
});

test("the surest and the least sure of each class are found", () => {
  const probabilities = Float32Array.of(0.9, 0.1, 0.6, 0.4, 0.7, 0.3);
  const rows = namedPictures(["a", "b", "c"], probabilities, ["x", "y"]);
  assert.deepEqual(extremesOfClasses(rows, ["x", "y"]), { surest: [0], leastSure: [1] });
});
