import { join } from "node:path";
import { evaluate } from "../../src/cnn/evaluation";
import { getModel } from "../../src/cnn/model";
import { train } from "../../src/cnn/training";
import { loadTrainTest } from "../../src/data/loading";
import { scalePixels } from "../../src/data/pixelScaling";
import { head, reshape } from "../../src/data/samples";
import { Contestant } from "./contestant";
import { withOwnSettings } from "./python";
import { median } from "./report";

/** As many images as the original's partial propagation keeps, and what that makes in steps of 32. */
const N_TRAIN = 26_250;
const N_STEPS = Math.ceil(N_TRAIN / 32);

/** What is measured: an epoch without validation, one with it, and the scoring of 10,000 images. */
const MEASUREMENTS = ["step", "epoch", "evaluate"] as const;
type Measurement = (typeof MEASUREMENTS)[number];

/** Who is measured: this project, and Keras compiled by XLA and without. */
type Engine = "here" | "xla" | "plain";

interface KerasJob {
  readonly measurement: Measurement;
  readonly compiler: "xla" | "plain";
}
interface KerasAnswer {
  readonly seconds: number;
  readonly versions: Record<string, string>;
}

/** The medians of one measurement, in milliseconds, and ours over theirs. */
export interface CnnRow {
  readonly measurement: string;
  readonly milliseconds: Readonly<Record<Engine, number>>;
  readonly ratioToXla: number;
  readonly ratioToPlain: number;
}

/**
 * Times training and scoring of MNIST digits beside Keras, in turns: one engine computes, the other waits.
 * @param python a Python with Keras and TensorFlow
 * @param rounds how often each is measured; the median counts
 * @returns a training step at batch 32, an epoch of 26,250 images with validation on 10,000, and the
 *   scoring of 10,000; and Keras' versions
 */
export async function benchCnn(
  python: string,
  rounds: number,
): Promise<{ rows: CnnRow[]; versions: Record<string, string> }> {
  const command = withOwnSettings([python, join(__dirname, "cnnKeras.py"), String(N_TRAIN)]);
  const keras = new Contestant<KerasJob, KerasAnswer>(command);
  try {
    const here = await measurements();
    const taken = new Map<string, number[]>();
    let versions: Record<string, string> = {};
    for (let round = 0; round < rounds; round++) {
      for (const measurement of MEASUREMENTS) {
        keep(taken, `${measurement} here`, await timed(here[measurement]));
        for (const compiler of ["xla", "plain"] as const) {
          const answer = await keras.ask({ measurement, compiler });
          keep(taken, `${measurement} ${compiler}`, answer.seconds);
          versions = answer.versions;
        }
      }
    }
    return { rows: MEASUREMENTS.map((measurement) => row(measurement, taken)), versions };
  } finally {
    keras.close();
  }
}

function keep(taken: Map<string, number[]>, key: string, seconds: number): void {
  taken.set(key, [...(taken.get(key) ?? []), seconds]);
}

/** Each measurement as a function to time, warm. */
async function measurements(): Promise<Record<Measurement, () => Promise<unknown>>> {
  const digits = await loadTrainTest();
  const X = reshape(scalePixels(head(digits.train.data, N_TRAIN), { low: 0, high: 255 }), [
    N_TRAIN,
    28,
    28,
    1,
  ]);
  const y = digits.train.target.subarray(0, N_TRAIN);
  const validation = {
    X: reshape(scalePixels(digits.test.data, { low: 0, high: 255 }), [10_000, 28, 28, 1]),
    y: digits.test.target,
  };
  const model = getModel({ imageShape: [28, 28, 1], nClasses: 10 });
  await train(model, X, y, { epochs: 1, validation });
  return {
    step: () => train(model, X, y, { epochs: 1 }),
    epoch: () => train(model, X, y, { epochs: 1, validation }),
    evaluate: () => evaluate(model, validation.X, validation.y),
  };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1000;
}

function row(measurement: Measurement, taken: Map<string, number[]>): CnnRow {
  const scale = measurement === "step" ? 1000 / N_STEPS : 1000;
  const medianOf = (engine: Engine) => scale * median(taken.get(`${measurement} ${engine}`) ?? []);
  const milliseconds = { here: medianOf("here"), xla: medianOf("xla"), plain: medianOf("plain") };
  return {
    measurement,
    milliseconds,
    ratioToXla: milliseconds.here / milliseconds.xla,
    ratioToPlain: milliseconds.here / milliseconds.plain,
  };
}
