/**
 * Makes a data folder for the notebooks out of pictures: `npm run images -- FROM TO`.
 * FROM holds a folder of pictures for each class, or just pictures when nobody has labelled them yet.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeDataFolder } from "../src/data/pictures/dataFolder";
import { type FolderOptions, loadFolder, MOST_SIZE } from "../src/data/pictures/folder";
import { counted } from "../src/figures/wording";
import { startedIn } from "./startedIn.mjs";
import { onTerminal } from "./terminal";

const USAGE = `npm run images -- FROM TO [options]
  FROM            a folder of pictures of any size, in a folder for each class or in none
  TO              a folder that does not exist yet: the data folder
  --size N        height and width to bring them to; default 28
  --fit cover     fill the size and cut the edges off; default: contain, the whole picture
  --keep-light    do not exchange light and dark`;

/** What the notes call the options of this command. */
const HINTS = { keepLight: "--keep-light leaves them", mereFolders: "" };

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: "string", default: "28" },
      fit: { type: "string", default: "contain" },
      "keep-light": { type: "boolean", default: false },
    },
  });
  const [from, to] = positionals.map((path) => resolve(startedIn("images"), path));
  if (positionals.length !== 2) throw new Error(`give two folders\n${USAGE}`);
  if (existsSync(to)) throw new Error(`TO=${to} exists already; name a new folder`);
  const { fit } = values;
  if (fit !== "contain" && fit !== "cover") {
    throw new Error(`--fit ${fit} must be contain or cover`);
  }
  const invert = values["keep-light"] ? false : undefined;
  const options: FolderOptions = { size: sizeOf(values.size), fit, invert, hints: HINTS };
  const images = await onTerminal((watch) => loadFolder(from, options, watch));
  for (const note of images.notes) console.log(note);
  const { nTrain, nTest, classNames, leftOut } = await writeDataFolder(images, to);
  if (leftOut > 0) console.log(`Left out: ${counted(leftOut, "picture")} of no class.`);
  const parts = `${counted(nTrain, "training image")} and ${counted(nTest, "test image")}`;
  const { length } = classNames;
  console.log(
    `${parts} of ${length === 1 ? "1 class" : `${length || "no known"} classes`} -> ${to}`,
  );
  if (classNames.length === 0) {
    console.log(
      `No folders tell classes: write their names into ${to}/class-names.txt, one a line.`,
    );
  }
}

function sizeOf(given: string): number {
  const size = Number(given);
  if (Number.isInteger(size) && size >= 1 && size <= MOST_SIZE) return size;
  throw new Error(
    `--size ${given || '""'} must be an integer from 1 to ${MOST_SIZE}; the network needs at least 18`,
  );
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
