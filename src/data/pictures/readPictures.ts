import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Pulse } from "../../running/pulse";
import type { Watch } from "../../running/watch";
import { imageHash } from "../imageHash";
import { type Decoded, decodePicture, type Fit, type PictureSize } from "./decode";
import type { Frames } from "./framing";
import type { Unreadable } from "./walk";

/** Pictures that are read at once: while some wait for the disk, others keep all cores busy. */
const AT_ONCE = 2 * availableParallelism();

/** What came of reading pictures. */
export interface ReadPictures {
  /** Those that could be read, in their order; the frames hold them in this order, without gaps. */
  readonly files: readonly string[];
  /** The hash of each. */
  readonly hashes: readonly string[];
  /** Those with more than one frame. */
  readonly animated: readonly string[];
  /** The height and width of each in its file. */
  readonly sizes: readonly PictureSize[];
  readonly unreadable: readonly Unreadable[];
}

/** What came of one: its hash, or why it cannot be read. */
type Outcome =
  | { readonly hash: string; readonly isAnimated: boolean; readonly size: PictureSize }
  | { readonly reason: string };

/**
 * Reads pictures into frames, several at once.
 * @param dir the folder that they lie in
 * @param files the pictures, below it
 * @param fit how they come into the frames' size
 * @param frames as many rows as there are files
 * @param watch reports pictures read; an interrupt throws
 * @throws Interrupted when stopped
 */
export async function readPictures(
  dir: string,
  files: readonly string[],
  fit: Fit,
  frames: Frames,
  watch: Watch,
): Promise<ReadPictures> {
  const outcomes: Outcome[] = new Array(files.length);
  const pulse = new Pulse(watch);
  const total = files.length.toLocaleString("en-US");
  let [next, done] = [0, 0];
  const reader = async () => {
    while (next < files.length) {
      const i = next++;
      outcomes[i] = await readOne(join(dir, files[i]), fit, frames, i);
      done++;
      await pulse.beat(
        () => ({
          fraction: done / files.length,
          message: `read ${done.toLocaleString("en-US")} of ${total} pictures`,
        }),
        () => `Reading stopped after ${done} of ${files.length} pictures; nothing is kept.`,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return closeRanks(files, outcomes, frames);
}

async function readOne(path: string, fit: Fit, frames: Frames, row: number): Promise<Outcome> {
  try {
    const decoded = await decodePicture(path, frames.imageShape, fit);
    frames.place(row, decoded);
    const { frames: nFrames, size } = decoded;
    return { hash: hashOf(decoded), isAnimated: nFrames > 1, size };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

function closeRanks(
  files: readonly string[],
  outcomes: readonly Outcome[],
  frames: Frames,
): ReadPictures {
  const read = { files: [], hashes: [], animated: [], sizes: [], unreadable: [] } as {
    [Name in keyof ReadPictures]: ReadPictures[Name][number][];
  };
  outcomes.forEach((outcome, i) => {
    if ("reason" in outcome) {
      read.unreadable.push({ file: files[i], reason: outcome.reason });
      return;
    }
    frames.move(i, read.files.length);
    read.files.push(files[i]);
    read.hashes.push(outcome.hash);
    read.sizes.push(outcome.size);
    if (outcome.isAnimated) read.animated.push(files[i]);
  });
  return read;
}

function hashOf({ grey, alpha, width, height }: Decoded): string {
  if (!alpha) return imageHash(grey, [height, width]);
  return imageHash(Buffer.concat([grey, alpha]), [height, width, 2]);
}
