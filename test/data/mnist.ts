import { loadImages } from "../../src/data/loading";
import { MinMaxScaler } from "../../src/data/scaling";
import { trainTestSplit } from "../../src/data/splitting";

/** The original's first cells, for tests that need the real digits: loaded, split with seed 42, scaled. */
export async function scaledMnist() {
  const mnist = await loadImages();
  const { XTrain, yTrain } = trainTestSplit(mnist.data, mnist.target, { randomState: 42 });
  return { mnist, XTrain: new MinMaxScaler().fitTransform(XTrain), yTrain };
}
