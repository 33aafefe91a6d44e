import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { JUPYTER_ENV, PYTHON } from "../tools/setup/paths.mjs";

const SOURCE = `
let k = 50; // clusters, and so images that a person labels: 2 or more
let rate: number = 1e-3;
let engine: "tfjs" | "ml-kmeans" = "tfjs"; // what computes; "ml-kmeans" is slow
let shuffled = true;
let title = "a // b; c = d"; // any text
let percentiles: number[] = [20, 50];
let names = ["a", "b"];
let limit: number | undefined = undefined;
let dataDir: string | undefined = undefined; // a folder; undefined: MNIST
let modelDir = "../runs/model"; // a new folder
let cache = new Map();
// let forgotten = 1;`;

/** What becomes of each command: the injected line, or the sentence that refuses it. */
function outcomes(commands: string[][]): string[] {
  const input = JSON.stringify({ source: SOURCE, commands });
  const printed = execFileSync(PYTHON, ["test/support/parameters.py"], { input, env: JUPYTER_ENV });
  const texts: string[] = JSON.parse(printed.toString("utf8"));
  return texts.map((text) => text.replace(/^\/\/ Parameters\n/, ""));
}

const FOLDER = "let dataDir: string | undefined = ";

test("a value is read by the type that its parameter declares", () => {
  const cases: [string[], string][] = [
    [["k", "30"], "let k = 30;"],
    [["k=30"], "let k = 30;"],
    [["k", "010"], "let k = 10;"],
    [["k", "1e5"], "let k = 100000;"],
    [["k", "-3"], "let k = -3;"],
    [["rate", ".5"], "let rate: number = 0.5;"],
    [["rate=1e-7"], "let rate: number = 1e-07;"],
    [["engine", "ml-kmeans"], 'let engine: "tfjs" | "ml-kmeans" = "ml-kmeans";'],
    [["shuffled=false"], "let shuffled = false;"],
    [["title", "010"], 'let title = "010";'],
    [["title", ""], 'let title = "";'],
    [["title", "no"], 'let title = "no";'],
    [["title", "-x"], 'let title = "-x";'],
    [["title=a=b"], 'let title = "a=b";'],
    [["title", "a\u2028b"], 'let title = "a\\u2028b";'],
    [["title", 'a: b\n"*x" \\ $'], 'let title = "a: b\\n\\"*x\\" \\\\ $";'],
    [["percentiles", "[50,100]"], "let percentiles: number[] = [50, 100];"],
    [["names", '["x y","1"]'], 'let names = ["x y", "1"];'],
    [["limit", "undefined"], "let limit: number | undefined = undefined;"],
    [["limit", "7"], "let limit: number | undefined = 7;"],
    [["dataDir", "undefined"], `${FOLDER}undefined;`],
    [["dataDir", "my/🙂 ü"], `${FOLDER}"/started/in/my/🙂 ü";`],
    [["dataDir", "../@x"], `${FOLDER}"/started/@x";`],
    [["dataDir", "/a/[1, 2]"], `${FOLDER}"/a/[1, 2]";`],
    [["modelDir", "12:30"], 'let modelDir = "/started/in/12:30";'],
  ];
  const found = outcomes(cases.map(([args]) => ["-p", ...args]));
  cases.forEach(([args, line], i) => {
    assert.equal(found[i], line, args.join(" "));
  });
});

test("a value that does not fit is refused by name, in one line, with what would fit", () => {
  const NUMBER = "must be a number, such as 50 \\(clusters, and so images";
  const odd = ["12:30", "50 # clusters", "no", "@x", "*x", "[50,100]", "a: b", '"50', "1_000", "٣"];
  const cases: [string[], RegExp][] = [
    ...odd.map((value): [string[], RegExp] => [
      ["-p", "k", value],
      new RegExp(`^-p k=.+${NUMBER}`),
    ]),
    [["-p", "k", ""], /^-p k='' must be a number/],
    [["-p", "k", "5\n0"], /^-p k='5\\n0' must be a number/],
    [["-p", "k", "9007199254740993"], /must be a number/],
    [["-p", "k", "1e999"], /must be a number/],
    [["-p", "engine", "TFJS"], /^-p engine=TFJS must be tfjs or ml-kmeans/],
    [["-p", "shuffled", "no"], /^-p shuffled=no must be true or false/],
    [["-p", "percentiles", "[50,'a']"], /must be a list, such as \[20, 50\]/],
    [["-p", "percentiles", "["], /must be a list, such as \[20, 50\]/],
    [["-p", "names", "[1]"], /must be a list, such as \["a", "b"\]/],
    [["-p", "names", '["\\ud800"]'], /must be a list, such as \["a", "b"\]/],
    [["-p", "limit", "x"], /must be a number or undefined/],
    [["-p", "dataDir", ""], /^-p dataDir='' must be the path of a folder.*leave out -p dataDir/],
    [["-p", "modelDir="], /^-p modelDir='' must be the path of a folder/],
    [["-p", "cache", "1"], /^-p cache=1 must be left as it is.*new Map\(\)/],
    [["-p", "K", "7"], /^-p K: .*choose one of k, rate,.*; did you mean k\?/],
    [["-p", "enigne=tfjs"], /did you mean engine\?/],
    [["-p", "forgotten", "2"], /no such parameter/],
    [["-p", "k", "3", "-p", "k=4"], /^-p k is given 2 times, as 3 and 4; give it once/],
    [["-p", "k"], /^-p k stands without a value; write -p k=30/],
    [["-p", "k", "-p", "rate", "1"], /^-p k stands without a value/],
    [["-p"], /^-p stands without a name and a value/],
    [["--in-place", "-p", "k", "3"], /^--in-place keeps the notebook's own values/],
  ];
  const found = outcomes(cases.map(([args]) => args));
  cases.forEach(([args, sentence], i) => {
    assert.match(found[i], sentence, args.join(" "));
    assert.doesNotMatch(found[i], /\n/, args.join(" "));
  });
});
