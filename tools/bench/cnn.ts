import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { evaluate } from "../../src/cnn/evaluation";
import { getModel } from "../../src/cnn/model";
import { train } from "../../src/cnn/training";
import { normalize } from "../../src/images";
import { loadTrainTest } from "../../src/loading";
import { head, reshape } from "../../src/samples";

/** As many images as the original's partial propagation keeps, and what that makes in steps of 32. */
const N_TRAIN = 26_250;
const N_STEPS = Math.ceil(N_TRAIN / 32);
const ROUNDS = 5;

/** What this project's kernel sets for TensorFlow; Keras gets its own defaults. */
const OUR_SETTINGS = ["TF_NUM_INTRAOP_THREADS", "TF_ONEDNN_THREADPOOL_USE_CALLER_THREAD"];

/** What is measured: an epoch without validation, one with it, and the scoring of 10,000 images. */
const MEASUREMENTS = ["step", "epoch", "evaluate"] as const;
type Measurement = (typeof MEASUREMENTS)[number];

/** Who is measured: this project, and Keras compiled by XLA and without. */
const ENGINES = ["here", "xla", "plain"] as const;
type Engine = (typeof ENGINES)[number];

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
 * @returns a training step at batch 32, an epoch of 26,250 images with validation on 10,000, and the
 *   scoring of 10,000, each the median of five rounds; and Keras' versions
 */
export async function benchCnn(python: string): Promise<{ rows: CnnRow[]; versions: object }> {
  const keras = new Keras(python);
  try {
    const versions = JSON.parse(await keras.ask(""));
    const here = await measurements();
    const seconds = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const measurement of MEASUREMENTS) {
        for (const engine of ENGINES) {
          const key = `${measurement} ${engine}`;
          const taken =
            engine === "here" ? await timed(here[measurement]) : Number(await keras.ask(key));
          seconds.set(key, [...(seconds.get(key) ?? []), taken]);
        }
      }
    }
    return { rows: MEASUREMENTS.map((measurement) => row(measurement, seconds)), versions };
  } finally {
    await keras.close();
  }
}

/** Each measurement as a function to time, warm. */
async function measurements(): Promise<Record<Measurement, () => Promise<unknown>>> {
  const digits = await loadTrainTest();
  const X = head(reshape(normalize(digits.train), [60_000, 28, 28, 1]), N_TRAIN);
  const y = digits.train.target.subarray(0, N_TRAIN);
  const validation = {
    X: reshape(normalize(digits.test), [10_000, 28, 28, 1]),
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

function row(measurement: Measurement, seconds: Map<string, number[]>): CnnRow {
  const scale = measurement === "step" ? 1000 / N_STEPS : 1000;
  const median = (engine: Engine) => {
    const sorted = [...(seconds.get(`${measurement} ${engine}`) ?? [])].sort((a, b) => a - b);
    return scale * sorted[sorted.length >> 1];
  };
  const milliseconds = { here: median("here"), xla: median("xla"), plain: median("plain") };
  return {
    measurement,
    milliseconds,
    ratioToXla: milliseconds.here / milliseconds.xla,
    ratioToPlain: milliseconds.here / milliseconds.plain,
  };
}

/** Keras in a process of its own, which answers one line after the other. */
class Keras {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(python: string) {
    const script = join(__dirname, "cnn-keras.py");
    const env = { ...process.env };
    for (const name of OUR_SETTINGS) delete env[name];
    this.#process = spawn(python, [script, String(N_TRAIN)], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async ask(question: string): Promise<string> {
    this.#process.stdin.write(`${question}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("Keras ended without an answer; its message stands above");
    return value;
  }

  async close(): Promise<void> {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, "exit");
  }
}
