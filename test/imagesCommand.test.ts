import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { readCsv } from "../src/data/csv";
import { imageHashes } from "../src/data/imageHash";
import { loadImages, loadTrainTest } from "../src/data/loading";
import { writeDataFolder } from "../src/data/pictures/dataFolder";
import { loadFolder } from "../src/data/pictures/folder";
import { ROOT } from "../tools/setup/paths.mjs";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "images-")));
after(() => rmSync(folder, { recursive: true }));

/** A picture of one grey. */
async function put(path: string, grey: number): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const raw = { width: 3, height: 2, channels: 1 as const };
  await sharp(new Uint8Array(6).fill(grey), { raw }).png().toFile(path);
}

test("pictures in a folder a class become a data folder that loads, each row with its file", async () => {
  const from = join(folder, "classes");
  for (let i = 0; i < 7; i++) await put(join(from, i < 4 ? "shoe" : "bag", `${i}.png`), 10 * i);
  await put(join(from, "loose.png"), 99);
  const to = join(folder, "data");
  const written = await writeDataFolder(await loadFolder(from, { size: [2, 3] }), `${to}/`);
  assert.deepEqual(written, { nTrain: 6, nTest: 1, classNames: ["bag", "shoe"], leftOut: 1 });
  const images = await loadImages(to);
  assert.deepEqual(images.imageShape, [2, 3]);
  const { target } = images;
  assert.ok(target);
  target.forEach((label, i) => {
    assert.equal(label, images.data.data[6 * i] < 40 ? 1 : 0);
  });
  const hashes = imageHashes(images.data, images.imageShape);
  const [heading, ...rows] = await readCsv(join(to, "files.csv"));
  assert.deepEqual(heading.cells, ["row", "file", "hash"]);
  assert.equal(rows.length, 7);
  rows.forEach(({ cells: [row, file, hash] }, i) => {
    assert.deepEqual([row, hash], [String(i), hashes[i]]);
    const [name, grey] = file.split(/[/.]/);
    assert.deepEqual(
      [name, 10 * Number(grey)],
      [images.classNames[target[i]], images.data.data[6 * i]],
    );
  });
  await assert.rejects(writeDataFolder(await loadFolder(from), to), /TO=.* exists already/);
  assert.deepEqual(readdirSync(folder).sort(), ["classes", "data"]);
});

test("parts stay parts, and images without classes get no labels", async () => {
  const from = join(folder, "parts");
  for (const name of ["train/a.png", "train/b.png", "test/c.png"]) await put(join(from, name), 7);
  const to = join(folder, "parts-data");
  await writeDataFolder(await loadFolder(from), to);
  const names = ["files.csv", "t10k-images-idx3-ubyte", "train-images-idx3-ubyte"];
  assert.deepEqual(readdirSync(to).sort(), names);
  writeFileSync(join(to, "class-names.txt"), "seven\n");
  const { train, test } = await loadTrainTest(to);
  assert.deepEqual([train.data.shape[0], test.data.shape[0]], [2, 1]);
  assert.equal(train.target, undefined);
});

test("npm counts paths from where the command is given, and says the whole of each", () => {
  const npm = (...args: string[]) =>
    spawnSync("npm", ["--prefix", ROOT, "run", "-s", "images", "--", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
  const made = npm("classes", "from-here");
  assert.equal(made.status, 0, made.stderr);
  assert.ok(made.stdout.includes(`-> ${join(folder, "from-here")}\n`), made.stdout);
  assert.ok(existsSync(join(folder, "from-here", "files.csv")));
  const again = npm("classes", "from-here").stderr;
  assert.equal(again, `TO=${join(folder, "from-here")} exists already; name a new folder\n`);
  const none = npm("nowhere", "new").stderr;
  assert.equal(none, `dir=${join(folder, "nowhere")} does not exist; give a folder of pictures\n`);
});

test("the command says what it found and made, or what is wrong, and leaves nothing half", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "tools/images.ts", ...args], {
      encoding: "utf8",
    });
  const to = join(folder, "by-command");
  const printed = execFileSync(
    process.execPath,
    ["--import", "tsx", "tools/images.ts", join(folder, "classes"), `${to}/`, "--size", "18"],
    { encoding: "utf8" },
  );
  assert.match(printed, /8 pictures of 18 x 18 pixels\./);
  assert.match(printed, /6 training images and 1 test image of 2 classes -> /);
  assert.ok(existsSync(join(to, "files.csv")));
  const again = run(join(folder, "classes"), to);
  assert.equal(again.status, 1);
  assert.match(again.stderr, /^TO=.* exists already; name a new folder\n$/);
  const badSize = run(join(folder, "classes"), join(folder, "new"), "--size", "abc");
  assert.equal(
    badSize.stderr,
    "--size abc must be an integer from 1 to 1024; the network needs at least 18\n",
  );
  const none = run(join(folder, "nowhere"), join(folder, "new"));
  assert.match(none.stderr, /^dir=.*nowhere does not exist; give a folder of pictures\n$/);
  assert.ok(!existsSync(join(folder, "new")));
});

test("its notes name the options of the command, and no others", async () => {
  const from = join(folder, "light");
  for (const name of ["a/0.png", "a/1.png", "b/2.png"]) await put(join(from, name), 250);
  const printed = execFileSync(
    process.execPath,
    ["--import", "tsx", "tools/images.ts", from, join(folder, "light-data")],
    { encoding: "utf8" },
  );
  assert.match(printed, /^The folders are taken for 2 classes: a, b\.$/m);
  assert.match(printed, /exchanged for the clustering \(--keep-light leaves them\)\.$/m);
  assert.doesNotMatch(printed, /invert:|folderNames/);
});
