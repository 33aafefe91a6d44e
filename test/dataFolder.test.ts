import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { loadImages, loadTrainTest } from "../src/data/loading";
import { dataFolder } from "./data/dataFolders";

const NAMES = [
  "train-images-idx3",
  "train-labels-idx1",
  "t10k-images-idx3",
  "t10k-labels-idx1",
].map((name) => `${name}-ubyte`);
const dotted = (name: string) => name.replace("-idx", ".idx");

/** A folder as `dataFolder` makes it, with each file moved to where `place` says. */
async function movedFolder(place: (name: string) => string): Promise<string> {
  const folder = await dataFolder();
  for (const name of NAMES) {
    await rename(join(folder, name), join(folder, "moving"));
    await mkdir(dirname(join(folder, place(name))), { recursive: true });
    await rename(join(folder, "moving"), join(folder, place(name)));
  }
  return folder;
}

test("files are found under 7-Zip's, Kaggle's and EMNIST's names, beside what systems make", async () => {
  const places: ((name: string) => string)[] = [
    dotted,
    (name) => `${name}/${name}`,
    (name) => `${dotted(name)}/${name}`,
    (name) => `emnist-letters-${name.replace("t10k", "test")}`,
  ];
  for (const place of places) {
    const folder = await movedFolder(place);
    await mkdir(join(folder, ".ipynb_checkpoints"));
    await mkdir(join(folder, "__MACOSX"));
    await writeFile(join(folder, ".DS_Store"), "x");
    await writeFile(join(folder, `._${NAMES[0]}`), "x");
    const { train } = await loadTrainTest(folder);
    assert.deepEqual([...(train.target ?? [])], [0, 2, 1], place(NAMES[0]));
  }
  const kaggle = await movedFolder((name) => `${name}/${name}`);
  for (const name of NAMES) await writeFile(join(kaggle, dotted(name)), "the plain copy is taken");
  await assert.rejects(loadImages(kaggle), /train-images\.idx3-ubyte: magic=/);
});

test("two sets in one folder are refused, a plain one beside another is not", async () => {
  const folder = await movedFolder((name) => `emnist-letters-${name}`);
  await writeFile(join(folder, "emnist-digits-train-images-idx3-ubyte"), "x");
  await assert.rejects(
    loadImages(folder),
    /holds several sets: emnist-digits, emnist-letters; give/,
  );
  const plain = await dataFolder({ "emnist-digits-train-images-idx3-ubyte": Buffer.from("x") });
  assert.equal((await loadImages(plain)).target?.length, 4);
});

test("every error of a file names the file", async () => {
  const folder = await dataFolder({ "t10k-labels-idx1-ubyte": null });
  const path = join(folder, "t10k-labels-idx1-ubyte");
  await mkdir(path);
  await assert.rejects(
    loadImages(folder),
    /t10k-labels-idx1-ubyte: it is a folder; put a file there/,
  );
  await rm(path, { recursive: true });
  await symlink("nowhere", path);
  await assert.rejects(loadImages(folder), /t10k-labels-idx1-ubyte: it does not exist/);
  await rm(path);
  await symlink("t10k-labels-idx1-ubyte", path);
  await assert.rejects(loadImages(folder), /t10k-labels-idx1-ubyte: its links lead in a circle/);
  await rm(path);
  execFileSync("mkfifo", [path]);
  await assert.rejects(loadImages(folder), /t10k-labels-idx1-ubyte: it is no ordinary file/);
  const other = await dataFolder();
  await mkdir(join(other, "class-names.txt"));
  await assert.rejects(loadImages(other), /class-names\.txt: it is a folder; put a file there/);
  await assert.rejects(
    loadImages(join(other, NAMES[0])),
    /dataDir=.*train-images-idx3-ubyte is no folder; give the folder/,
  );
});
