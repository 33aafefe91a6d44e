import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { idxBytes } from "../../src/data/idx";
import { samplesOf } from "../../src/data/samples";

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** A folder of three training images and one test image of 2 x 4 pixels, with some files replaced. */
export async function dataFolder(replaced: Record<string, Buffer | null> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "images-"));
  folders.push(folder);
  const pixels = (count: number) => Uint8Array.from({ length: count * 8 }, (_, i) => i * 5);
  const files: Record<string, Buffer | null> = {
    "train-images-idx3-ubyte": idxBytes(samplesOf(pixels(3), [3, 2, 4])),
    "train-labels-idx1-ubyte": idxBytes(samplesOf(Uint8Array.of(0, 2, 1), [3])),
    "t10k-images-idx3-ubyte": idxBytes(samplesOf(pixels(1), [1, 2, 4])),
    "t10k-labels-idx1-ubyte": idxBytes(samplesOf(Uint8Array.of(2), [1])),
    ...replaced,
  };
  for (const [name, bytes] of Object.entries(files)) {
    if (bytes) await writeFile(join(folder, name), bytes);
  }
  return folder;
}
