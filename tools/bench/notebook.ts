import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../setup/paths.mjs";
import { benchPython, withOwnSettings } from "./python";
import { median, rounded, type Table, writeReport } from "./report";

/** Starts of k-means: scikit-learn's default today, and when the original was written. */
const STARTS = [1, 10];

/** Seconds of a run as a whole, and of its parts by their names. */
interface Run {
  readonly whole: number;
  readonly parts: Readonly<Record<string, number>>;
}

/** The runs of both sides with one number of starts. */
interface Rounds {
  readonly nInit: number;
  readonly here: Run[];
  readonly python: Run[];
}

/** What the script of the Python original prints, as far as it is read here. */
interface PythonAnswer {
  readonly seconds: Record<string, number>;
  readonly versions: Record<string, string>;
}

/**
 * Times the whole notebook beside the whole Python original, in turns, each on processes of its own,
 * and writes docs/bench/notebook.{json,md}.
 * @param rounds how often each is run; the medians count
 */
export async function benchNotebook(rounds: number): Promise<void> {
  const python = await benchPython();
  const all = STARTS.map((nInit): Rounds => ({ nInit, here: [], python: [] }));
  let versions: Record<string, string> = {};
  for (let round = 0; round < rounds; round++) {
    for (const own of all) {
      own.here.push(await runNotebook(own.nInit));
      const { run, ...answer } = await runOriginal(python, own.nInit);
      own.python.push(run);
      versions = answer.versions;
      const [here, there] = [own.here, own.python].map((runs) => runs[round].whole.toFixed(1));
      console.log(`  ${startsOf(own)}: notebook ${here} s, Python original ${there} s`);
    }
  }
  const parts = [partsTable("notebook", all, "here"), partsTable("original", all, "python")];
  const tables = [...all.map(comparison), ...parts];
  writeReport("notebook", tables, { Node: process.version, ...versions });
}

async function runNotebook(nInit: number): Promise<Run> {
  const runner = join(ROOT, "tools", "notebook.mjs");
  const { whole, stdout } = await timed([process.execPath, runner, "-p", "nInit", String(nInit)]);
  const parts: Record<string, number> = {};
  for (const [, seconds, section] of stdout.matchAll(/^\[ *\d+\/\d+\] +([\d.]+) s {2}(.*)$/gm)) {
    parts[section] = (parts[section] ?? 0) + Number(seconds);
  }
  return { whole, parts };
}

async function runOriginal(python: string, nInit: number) {
  const script = join(ROOT, "tools", "bench", "original", "original.py");
  const command = withOwnSettings([python, script, "--n-init", String(nInit)]);
  const { whole, stdout } = await timed(command);
  const { seconds, versions }: PythonAnswer = JSON.parse(stdout);
  const { total, ...parts } = seconds;
  return { run: { whole, parts }, versions };
}

async function timed([program, ...args]: readonly string[]) {
  const began = performance.now();
  const { stdout } = await promisify(execFile)(program, args);
  return { whole: (performance.now() - began) / 1000, stdout };
}

/** Ours over theirs; theirs is always the whole script, which draws no figures and has no kernel. */
function comparison(rounds: Rounds): Table {
  const theirs = median(rounds.python.map(({ whole }) => whole));
  const row = (name: string, secondsOf: (run: Run) => number) => {
    const ours = median(rounds.here.map(secondsOf));
    return [name, ...[ours / theirs, ours, theirs].map(rounded)];
  };
  return {
    title: `The whole notebook beside the whole Python original, ${startsOf(rounds)} of k-means`,
    columns: ["", "ours over the original", "ours, s", "the original, a script without figures, s"],
    rows: [
      row("the command: kernel start-up, all cells, report", ({ whole }) => whole),
      row("all cells", ({ parts }) => sum(parts)),
      row("the cells of the original's sections", ({ parts }) => sum(parts, isOfOriginal)),
    ],
  };
}

/** Where the time went: the medians of each part. */
function partsTable(name: string, all: readonly Rounds[], side: "here" | "python"): Table {
  const names = Object.keys(all[0][side][0].parts);
  const seconds = (rounds: Rounds, part: string) =>
    median(rounds[side].map((run) => run.parts[part]));
  return {
    title: `Seconds of each part of the ${name}`,
    columns: ["", ...all.map(startsOf)],
    rows: names.map((part) => [part, ...all.map((rounds) => rounded(seconds(rounds, part)))]),
  };
}

function startsOf({ nInit }: Rounds): string {
  return nInit === 1 ? "one start" : `${nInit} starts`;
}

function isOfOriginal(section: string): boolean {
  return !section.startsWith("Beyond the original");
}

function sum(parts: Run["parts"], counts: (part: string) => boolean = () => true): number {
  return Object.entries(parts).reduce((total, [part, s]) => total + (counts(part) ? s : 0), 0);
}
