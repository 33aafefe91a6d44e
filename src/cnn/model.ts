import * as tf from "@tensorflow/tfjs-node";
import { checkInteger } from "../data/checks";
import { RandomState } from "../numeric/random";
import { checkModelOptions } from "./checking";

/** Every convolution looks at 3 x 3 pixels, every pooling keeps the largest of 2 x 2. */
const KERNEL_SIZE = 3;
const POOL_SIZE = 2;
/** The filters of the first convolution; each later one has twice as many as the one before. */
const FILTERS = 8;
/** The units of the hidden dense layer. */
const HIDDEN_UNITS = 64;

/** What the network must know of its data. */
export interface ModelOptions {
  /** Height, width and channels of an image: [28, 28, 1] for MNIST; height and width from 18. */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** How many classes there are, at least 2: the length of the output. */
  readonly nClasses: number;
  /** Filters of the first convolution, from 1; the second has twice, the third four times as many. Default 8. */
  readonly filters?: number;
  /** The share of the hidden layer's units that each training step leaves out, from 0, below 1; default 0. */
  readonly dropout?: number;
  /** Seeds the start weights: an integer from 0 to 2^32 - 1; default 0. */
  readonly seed?: number;
}

/**
 * The original's `get_model()`: three convolutions with two max-poolings between them, a dense
 * layer, and one logit a class. Start weights are Keras' defaults (Glorot uniform, zero biases).
 * The weights are freed with the model, once nothing holds it any more; `model.dispose()` frees them at once.
 * @returns an ordinary, uncompiled `tf.Sequential`
 * @throws RangeError for an image size that the network cannot pool, fewer than 2 classes, or a bad seed
 */
export function getModel({
  imageShape,
  nClasses,
  filters = FILTERS,
  dropout = 0,
  seed = 0,
}: ModelOptions): tf.Sequential {
  checkModelOptions(imageShape, nClasses);
  checkInteger("filters", filters, 1, "the original takes 8");
  if (!(dropout >= 0 && dropout < 1)) {
    throw new RangeError(`dropout=${dropout} must be a number from 0, below 1; 0 leaves none out`);
  }
  const random = new RandomState(seed);
  const glorot = () => tf.initializers.glorotUniform({ seed: random.uint32() });
  const conv = (filters: number) => ({
    filters,
    kernelSize: KERNEL_SIZE,
    activation: "relu" as const,
    kernelInitializer: glorot(),
  });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ ...conv(filters), inputShape: [...imageShape] }),
      tf.layers.maxPooling2d({ poolSize: POOL_SIZE }),
      tf.layers.conv2d(conv(2 * filters)),
      tf.layers.maxPooling2d({ poolSize: POOL_SIZE }),
      tf.layers.conv2d(conv(4 * filters)),
      tf.layers.flatten(),
      tf.layers.dense({ units: HIDDEN_UNITS, activation: "relu", kernelInitializer: glorot() }),
      ...(dropout > 0 ? [tf.layers.dropout({ rate: dropout })] : []),
      tf.layers.dense({ units: nClasses, kernelInitializer: glorot() }),
    ],
  });
  return freedWhenLost(model);
}

/** TensorFlow's memory is not garbage-collected: this frees the weights of models that are. */
const lostModels = new FinalizationRegistry<tf.Tensor[]>((weights) => tf.dispose(weights));

/**
 * A model whose weights are freed once nothing holds it: the cell that makes it can run again and again.
 * @param model any model with its weights made
 */
export function freedWhenLost<Model extends tf.LayersModel>(model: Model): Model {
  lostModels.register(
    model,
    model.weights.map((weight) => weight.read()),
  );
  return model;
}
