import { imageHashes } from "../imageHash";
import { concatenate } from "../images";
import { loadTrainTest } from "../loading";
import type { FolderImages } from "./folder";
import { NO_CLASS } from "./folderNames";
import { AS_THEY_ARE } from "./framing";

/**
 * The images of IDX files, as they are: of their own size, light on dark.
 * @param dir as in `loadTrainTest`
 * @throws Error as `loadTrainTest` does
 */
export async function loadIdxFolder(dir: string): Promise<FolderImages> {
  const { train, test } = await loadTrainTest(dir);
  const { data, target, imageShape, classNames } = concatenate(train, test);
  const [nImages, nTrain] = [data.shape[0], train.data.shape[0]];
  const place = (i: number) => (i < nTrain ? `train ${i}` : `test ${i - nTrain}`);
  const files = Array.from({ length: nImages }, (_, i) => place(i));
  const hashes = imageHashes(data, imageShape);
  const [height, width] = imageShape;
  return {
    ...{ dir, data, imageShape, files, hashes, classNames },
    sizes: files.map(() => imageShape),
    target: target ? Int32Array.from(target) : new Int32Array(nImages).fill(NO_CLASS),
    isTest: files.map((_, i) => i >= nTrain),
    arePictures: false,
    framing: AS_THEY_ARE,
    unreadable: [],
    notes: [
      `${files.length.toLocaleString("en-US")} images of ${height} x ${width} pixels, from IDX files, as they are.`,
    ],
  };
}
