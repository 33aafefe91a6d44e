/** Writes the pictures that the second notebook begins with: a part of the set-up. */
import { samplePictures } from "../src/data/pictures/samplePictures";
import { SAMPLE_PICTURES } from "./setup/paths.mjs";

samplePictures(SAMPLE_PICTURES).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
