import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadImages } from "../../src/data/loading";
import { MinMaxScaler } from "../../src/data/scaling";
import { trainTestSplit } from "../../src/data/splitting";
import { RandomState } from "../../src/numeric/random";
import { ROOT } from "../setup/paths.mjs";
import { Contestant } from "./contestant";
import { benchPython, withOwnSettings } from "./python";
import { median, rounded, type Table, writeReport } from "./report";

/** What a contestant is to compute, and how long it took. */
export interface KMeansJob {
  readonly what: "fit" | "seed";
  readonly file: string;
  readonly stored: "uint8" | "float32";
  readonly nRows: number;
  readonly width: number;
  readonly k: number;
  readonly nInit: number;
  readonly tol: number;
  readonly maxIter: number;
  /** Rows to start from; without them k-means++ chooses. */
  readonly startRows?: readonly number[];
  /** Which of scikit-learn's algorithms, or of this project's engines. */
  readonly algorithm: string;
  /** The number type in which scikit-learn is to compute. */
  readonly type: string;
}
export interface KMeansAnswer {
  readonly seconds: number;
  readonly nIter: number;
  readonly inertia: number;
  readonly peakMB: number;
  readonly version: string;
}
type Task = Omit<KMeansJob, "algorithm" | "type">;
type Result = KMeansAnswer & { readonly name: string };

const WIDTH = 784;
/** Iterations in which most rows still have to be examined. */
const EARLY = 11;
const HERE = "this engine";
/** Everybody who is measured, ours first; ml-kmeans takes seconds an iteration and gets few of them. */
const CONTESTANTS = [
  { name: HERE, algorithm: "tfjs", type: "" },
  { name: "scikit-learn Lloyd float64", algorithm: "lloyd", type: "float64" },
  { name: "scikit-learn Lloyd float32", algorithm: "lloyd", type: "float32" },
  { name: "scikit-learn Elkan float64", algorithm: "elkan", type: "float64" },
  { name: "ml-kmeans engine", algorithm: "ml-kmeans", type: "" },
] as const;
type Name = (typeof CONTESTANTS)[number]["name"];
const SKLEARN: Name[] = CONTESTANTS.slice(1, 4).map(({ name }) => name);
const ORIGINAL: Name = "scikit-learn Lloyd float64";
const FASTEST_LLOYD: Name = "scikit-learn Lloyd float32";
const ELKAN: Name = "scikit-learn Elkan float64";

/** Runs the k-means benchmarks on all 52,500 digits and writes docs/bench/kmeans.{json,md}. */
export function benchKMeans(rounds: number): Promise<void> {
  return bench("kmeans", rounds, async (arena, folder) =>
    compare(arena, await writeDigits(folder)),
  );
}

/** Runs those with more clusters and more rows and writes docs/bench/growth.{json,md}. */
export function benchGrowth(rounds: number): Promise<void> {
  return bench("growth", rounds, async (arena, folder) => [
    await growK(arena, await writeDigits(folder)),
    await growN(arena, writeShifted(folder, await loadImages())),
  ]);
}

async function bench(
  name: string,
  rounds: number,
  measure: (arena: Arena, folder: string) => Promise<Table[]>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-kmeans-"));
  try {
    const arena = new Arena(await benchPython(), rounds);
    const tables = await measure(arena, folder);
    writeReport(name, tables, { Node: process.version, "scikit-learn": arena.version });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lets contestants compute the same task in turns. */
class Arena {
  version = "";
  readonly #python: string;
  readonly #rounds: number;

  constructor(python: string, rounds: number) {
    this.#python = python;
    this.#rounds = rounds;
  }

  /** @returns for each contestant its median seconds, and the peak memory of its process */
  async run(task: Task, names: readonly Name[], rounds = this.#rounds): Promise<Result[]> {
    const running = names.map((name) => this.#enter(name));
    const answers: KMeansAnswer[][] = names.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [i, { contestant, algorithm, type }] of running.entries()) {
        answers[i].push(await contestant.ask({ ...task, algorithm, type }));
        console.log(`  ${names[i]}: ${answers[i][round].seconds.toFixed(2)} s`);
      }
    }
    for (const { contestant } of running) contestant.close();
    this.version = answers[names.indexOf(FASTEST_LLOYD)]?.[0].version ?? this.version;
    return answers.map((own, i) => ({
      ...own[rounds - 1],
      name: names[i],
      seconds: median(own.map(({ seconds }) => seconds)),
    }));
  }

  #enter(name: Name) {
    const { algorithm, type } = CONTESTANTS.find((one) => one.name === name) as {
      algorithm: string;
      type: string;
    };
    const bench = join(ROOT, "tools", "bench");
    const command = type
      ? withOwnSettings([this.#python, join(bench, "kmeans.py")])
      : [process.execPath, "--import", "tsx", join(bench, "kmeansHere.ts")];
    return { contestant: new Contestant<KMeansJob, KMeansAnswer>(command), algorithm, type };
  }
}

async function compare(arena: Arena, digits: Task): Promise<Table[]> {
  const names = [HERE, ...SKLEARN] as Name[];
  const startRows = [...new RandomState(42).permutation(digits.nRows).subarray(0, digits.k)];
  const given = await arena.run({ ...digits, startRows, tol: 0 }, names);
  const early = await arena.run({ ...digits, startRows, tol: 0, maxIter: EARLY }, names);
  const ml = await arena.run({ ...digits, startRows, tol: 0, maxIter: 2 }, ["ml-kmeans engine"], 1);
  const one = await arena.run(digits, names);
  // Lloyd float32 chooses its starts so slowly that with ten of them it is twice as slow as Elkan.
  const ten = await arena.run({ ...digits, nInit: 10 }, [HERE, ORIGINAL, ELKAN]);
  const seeding = await arena.run({ ...digits, what: "seed" }, [HERE, ORIGINAL]);
  const seedings = await arena.run({ ...digits, what: "seed", nInit: 10 }, [HERE, ORIGINAL]);
  const perIteration = (results: Result[]) =>
    results.map((own) => ({ ...own, seconds: own.seconds / own.nIter }));
  return [
    table("52,500 digits, k = 50: an iteration from the same start rows", [
      ...perIteration(given),
      ...perIteration(ml),
    ]),
    table(
      `52,500 digits, k = 50: an iteration from the same start rows, without the first ${EARLY} and set-up`,
      perIteration(given.map((own, i) => less(own, early[i]))),
    ),
    table("52,500 digits, k = 50: fit with one start, seeding included", one),
    table("52,500 digits, k = 50: fit with ten starts, seeding included", ten),
    table("52,500 digits, k = 50: seeding of one start", seeding),
    table("52,500 digits, k = 50: seeding of ten starts", seedings),
  ];
}

/** What a run took beyond a shorter one. */
function less(run: Result, shorter: Result): Result {
  return {
    ...run,
    seconds: run.seconds - shorter.seconds,
    nIter: run.nIter - shorter.nIter,
  };
}

/** Our time over each contestant's, then the times themselves. */
function table(title: string, results: readonly Result[]): Table {
  const ours = results.find(({ name }) => name === HERE) as Result;
  return {
    title,
    columns: ["", "our time over theirs", "seconds", "iterations", "inertia", "peak memory, MB"],
    rows: results.map(({ name, seconds, nIter, inertia, peakMB }) => [
      name,
      rounded(ours.seconds / seconds),
      rounded(seconds),
      nIter,
      Number(inertia.toFixed(2)),
      Math.round(peakMB),
    ]),
  };
}

async function growK(arena: Arena, digits: Task): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const k of [10, 50, 100, 200, 500]) {
    const startRows = [...new RandomState(42).permutation(digits.nRows).subarray(0, k)];
    const task = { ...digits, k, startRows, tol: 0, maxIter: 60 };
    rows.push([k, ...growth(await arena.run(task, [HERE, FASTEST_LLOYD]))]);
  }
  return { title: "52,500 digits, k grows: at most 60 iterations", columns: growing("k"), rows };
}

async function growN(arena: Arena, shifted: Task): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const nRows of [10_000, 100_000, 1_000_000]) {
    const startRows = [...new RandomState(42).permutation(nRows).subarray(0, shifted.k)];
    const task = { ...shifted, nRows, startRows, tol: 0, maxIter: 20 };
    rows.push([nRows, ...growth(await arena.run(task, [HERE, FASTEST_LLOYD], 1))]);
  }
  const title =
    "k = 50, n grows by digits shifted by a pixel, ours as bytes: at most 20 iterations";
  return { title, columns: growing("n"), rows };
}

function growing(what: string): string[] {
  const times = ["our time over Lloyd float32", "our seconds", "theirs", "iterations"];
  return [what, ...times, "our peak memory, MB", "theirs, MB"];
}

function growth([ours, theirs]: readonly Result[]): number[] {
  const seconds = [ours.seconds / theirs.seconds, ours.seconds, theirs.seconds].map(rounded);
  return [...seconds, ours.nIter, Math.round(ours.peakMB), Math.round(theirs.peakMB)];
}

/** The original's training digits, scaled, as a raw file. */
async function writeDigits(folder: string): Promise<Task> {
  const { data, target } = await loadImages();
  const X = new MinMaxScaler().fitTransform(trainTestSplit(data, target).XTrain);
  const file = join(folder, "digits.float32");
  writeFileSync(file, X.data);
  const task = { file, stored: "float32", nRows: X.shape[0], width: WIDTH } as const;
  return { ...task, what: "fit", k: 50, nInit: 1, tol: 1e-4, maxIter: 300 };
}

/** A million digits as a raw file of bytes: all 70,000, then again, each time shifted a little further. */
function writeShifted(folder: string, { data }: Awaited<ReturnType<typeof loadImages>>): Task {
  const nRows = 1_000_000;
  const pixels = new Uint8Array(nRows * WIDTH);
  for (let start = 0, shift = 0; start < pixels.length; start += data.data.length, shift++) {
    // One pixel right or one row down: the digits keep clear of the border by four.
    const offset = (shift % 4) + 28 * Math.floor(shift / 4);
    const from = data.data.subarray(0, Math.min(data.data.length, pixels.length - start) - offset);
    pixels.set(from, start + offset);
  }
  const file = join(folder, "shifted.uint8");
  writeFileSync(file, pixels);
  const task = { file, stored: "uint8", nRows, width: WIDTH } as const;
  return { ...task, what: "fit", k: 50, nInit: 1, tol: 1e-4, maxIter: 300 };
}
