import type * as tf from "@tensorflow/tfjs-node";
// Private to tfjs-node, hence the path into dist: it exports no way to call an operation that tfjs has none
// for, such as the gradients below. The exact version in package.json keeps it where it is.
import {
  createTensorsTypeOpAttr,
  nodeBackend,
} from "@tensorflow/tfjs-node/dist/nodejs_kernel_backend";
import { leaveSignalsToOtherThreads } from "../running/signals";

leaveSignalsToOtherThreads();

/** An attribute of a TensorFlow operation, like strides or padding. */
type Attribute = boolean | string | number | readonly number[];

/**
 * One of TensorFlow's own operations on 32-bit floats, called without tfjs' checks and its tape: at
 * batches of 32 these take as long as the operation itself, and tfjs exposes no gradient kernels.
 * @param name the operation's name, like "BiasAddGrad"
 * @param attributes its attributes by name, but for the type T
 * @see https://www.tensorflow.org/api_docs/cc, "ops" for inputs and attributes
 */
export function operation(
  name: string,
  attributes: Record<string, Attribute> = {},
): (...inputs: tf.Tensor[]) => tf.Tensor {
  const backend = nodeBackend();
  const opAttrs = Object.entries(attributes).map(([key, value]) => ({
    name: key,
    type: attributeType(value),
    value: value as boolean | string | number | number[],
  }));
  opAttrs.push(createTensorsTypeOpAttr("T", "float32") as (typeof opAttrs)[number]);
  return (...inputs) => backend.executeSingleOutput(name, opAttrs, inputs);
}

function attributeType(value: Attribute): number {
  const { binding } = nodeBackend();
  if (typeof value === "boolean") return binding.TF_ATTR_BOOL;
  return typeof value === "string" ? binding.TF_ATTR_STRING : binding.TF_ATTR_INT;
}
