/** Names the pictures of a folder by a saved model: `npm run predict -- --model DIR --images FOLDER`. */
import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { predictionsCsv } from "../src/cnn/namedPictures";
import { predictFolder, sortInto } from "../src/cnn/predictFolder";
import { checkWritable, writeWhole } from "../src/data/writeWhole";
import { counted } from "../src/figures/wording";
import { startedIn } from "./startedIn.mjs";
import { onTerminal } from "./terminal";

const USAGE = `npm run predict -- --model DIR --images FOLDER [options]
  --model DIR       a model that a notebook saved
  --images FOLDER   the pictures
  --out FILE        where their names go; default predictions.csv
  --sort-into DIR   copy the pictures into a new folder, in a folder for each class`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: "string" },
      images: { type: "string" },
      out: { type: "string", default: "predictions.csv" },
      "sort-into": { type: "string" },
    },
  });
  if (!values.model || !values.images) {
    throw new Error(`give a model and a folder of pictures\n${USAGE}`);
  }
  const here = startedIn("predict");
  const [model, images, out] = [values.model, values.images, values.out].map((path) =>
    resolve(here, path),
  );
  const sorted = values["sort-into"] && resolve(here, values["sort-into"]);
  if (sorted && existsSync(sorted)) {
    throw new Error(`--sort-into ${sorted} exists already; name a new folder`);
  }
  if (sorted?.startsWith(images + sep)) {
    throw new Error(
      `--sort-into ${sorted} lies in the folder of pictures, and would be read with it the next time; name one elsewhere`,
    );
  }
  await checkWritable("--out", out);
  if (sorted) await checkWritable("--sort-into", sorted);
  const rows = await onTerminal((watch) => predictFolder(model, images, watch));
  await writeWhole(out, predictionsCsv(rows));
  const bad = rows.filter(({ reason }) => reason !== "");
  console.log(`${counted(rows.length - bad.length, "picture")} named -> ${out}`);
  if (sorted) {
    const nCopied = await sortInto(rows, images, sorted);
    console.log(`${counted(nCopied, "picture")} copied -> ${sorted}`);
  }
  for (const { file, reason } of bad) console.error(`${file}: ${reason}`);
  if (bad.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
