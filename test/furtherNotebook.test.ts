import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { writeSmallImages } from "./data/smallImages";
import { executed, htmlOf, joined, RUNS, runNotebook, textOf } from "./support/notebooks";

const NAME = "4-fifty-labels-further";
const DATA = "runs/further-images";

after(() => {
  for (const path of [DATA, `runs/${NAME}.ipynb`, `runs/${NAME}.html`]) {
    rmSync(path, { recursive: true, force: true });
  }
});

test("fifty labels, further: runs on few images of another size, and each step tells its time", async () => {
  await writeSmallImages(DATA);
  const small = {
    k: 13,
    nInit: 2,
    nVectors: 8,
    nComponents: 20,
    nNeighbours: 6,
    epochs: 2,
    filters: 4,
    // Never reached: each start is done over, twice.
    leastAgreement: 1,
  };
  const values = Object.entries(small).flatMap(([name, value]) => ["-p", name, String(value)]);
  const path = `notebooks/${NAME}.ipynb`;
  const { status, output } = await runNotebook([
    path,
    "--name",
    NAME,
    ...values,
    "-p",
    "dataDir",
    DATA,
  ]);
  assert.equal(status, 0, output);
  const code = executed(NAME).cells.filter(({ cell_type }) => cell_type === "code");
  const watched = code.filter(({ source }) => /await watched\(/.test(joined(source)));
  assert.ok(watched.length >= 9, `${watched.length} cells are watched`);
  for (const cell of watched)
    assert.match(htmlOf(cell), /<div>[^<]+ - [\d.]+ (s|min \d+ s)<\/div>/);
  const starts = textOf(code.find(({ source }) => /labelsAskedFor/.test(joined(source))) as never);
  const [, asked] = starts.match(/labelsAskedFor: (\d+)/) ?? [];
  // Different starts may ask for the same images.
  assert.ok(Number(asked) > 13 && Number(asked) <= 39, starts);
  const scores = textOf(code.find(({ source }) => /byBoth =/.test(joined(source))) as never);
  const [byVote, byNetwork, byBoth] = [...scores.matchAll(/: (\d\.?\d*)/g)].map(([, n]) =>
    Number(n),
  );
  // 525 digits to learn from, 13 labels: far above a tenth, far from the whole.
  assert.ok(byVote > 0.4 && byBoth > 0.4, scores);
  assert.ok(byNetwork > 0.05 && byNetwork <= 1, scores);
  const row = readFileSync(join(RUNS, "results.csv"), "utf8")
    .split("\n")
    .filter((line) => line.includes(NAME));
  assert.ok(row.at(-1)?.includes(String(100 * byBoth).slice(0, 6)), row.at(-1));
});

test("fifty labels, further: a parameter out of bounds is refused before anything is computed", async () => {
  const path = `notebooks/${NAME}.ipynb`;
  const { status, output } = await runNotebook([path, "-p", "certainShare", "0"]);
  assert.notEqual(status, 0);
  assert.match(output, /RangeError: certainShare=0 must be a share above 0, at most 1; /);
  assert.doesNotMatch(output, /\[ *3\//);
});
