// Trains on the first 1,000 MNIST digits and prints a hash of the weights: the same in every process.
import { createHash } from "node:crypto";
import { getModel } from "../../src/cnn/model";
import { train } from "../../src/cnn/training";
import { normalize } from "../../src/images";
import { loadTrainTest } from "../../src/loading";
import { head, reshape } from "../../src/samples";

async function main(): Promise<void> {
  const digits = (await loadTrainTest()).train;
  const X = head(reshape(normalize(digits), [60_000, 28, 28, 1]), 1000);
  const model = getModel({ imageShape: [28, 28, 1], nClasses: 10, seed: 1 });
  await train(model, X, digits.target.subarray(0, 1000), { epochs: 2, seed: 2 });
  const hash = createHash("sha256");
  for (const weight of model.getWeights()) hash.update(weight.dataSync<"float32">());
  console.log(hash.digest("hex"));
}

main();
