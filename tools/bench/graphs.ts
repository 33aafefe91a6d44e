import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { augment } from "../../src/cnn/augmentation";
import { loadImages } from "../../src/data/loading";
import { head, reshape, type Samples, samplesOf, take } from "../../src/data/samples";
import { deskew } from "../../src/features/deskew";
import { orientedGradients } from "../../src/features/orientedGradients";
import { PrincipalComponents } from "../../src/features/principalComponents";
import { nearestNeighbours } from "../../src/graph/neighbours";
import { poissonLearning } from "../../src/graph/poisson";
import { neighbourGraph } from "../../src/graph/sparse";
import { spectralSpace } from "../../src/graph/spectral";
import { RandomState } from "../../src/numeric/random";
import { ROOT } from "../setup/paths.mjs";
import { Clock } from "./clock";
import { Contestant } from "./contestant";
import { peakMB } from "./memory";
import { benchPython, withOwnSettings } from "./python";
import { rounded, writeReport } from "./report";

const SIZES = [10_000, 20_000, 50_000, 100_000, 200_000];
const N_COMPONENTS = 80;
const N_LABELLED = 50;
/** Images described at a time: their gradients take 200 MB. */
const BLOCK = 50_000;

const N_NEIGHBOURS = 10;

/** What faiss is to search, and against which neighbours it is held. */
interface ApproximateJob {
  readonly file: string;
  readonly neighboursFile: string;
  readonly nRows: number;
  readonly width: number;
  readonly nNeighbours: number;
}
interface ApproximateAnswer {
  readonly seconds: number;
  /** The share of the exact neighbours that it finds. */
  readonly found: number;
  readonly version: string;
}

/**
 * What the graph of nearest neighbours costs as images become more: all 70,000 digits of MNIST, then the
 * same moved and bent at random; beside it an approximate index. Writes docs/bench/graphs.md.
 */
export async function benchGraphs(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-graphs-"));
  const command = [await benchPython(), join(ROOT, "tools", "bench", "neighbours.py")];
  const faiss = new Contestant<ApproximateJob, ApproximateAnswer>(withOwnSettings(command));
  try {
    await measureGraphs(folder, faiss);
  } finally {
    faiss.close();
    rmSync(folder, { recursive: true });
  }
}

async function measureGraphs(
  folder: string,
  faiss: Contestant<ApproximateJob, ApproximateAnswer>,
): Promise<void> {
  const { data, target, imageShape } = await loadImages();
  const images = reshape(data, [target.length, ...imageShape]);
  const rows: (string | number)[][] = [];
  let version = "";
  const features = await featuresOf(images, SIZES[SIZES.length - 1]);
  const [file, neighboursFile] = [join(folder, "features"), join(folder, "neighbours")];
  writeFileSync(file, features.data);
  for (const size of SIZES) {
    const clock = new Clock();
    const neighbours = await nearestNeighbours(head(features, size), N_NEIGHBOURS);
    const search = clock.lap();
    const graph = neighbourGraph(neighbours);
    const { eigenvalues } = await spectralSpace(graph);
    const spectral = clock.lap();
    const labelled = Int32Array.from({ length: N_LABELLED }, (_, i) => i);
    await poissonLearning(graph, labelled, target.subarray(0, N_LABELLED), 10);
    const times = [search, spectral, clock.lap()];
    writeFileSync(neighboursFile, neighbours.indices);
    const approximate = await faiss.ask({
      ...{ file, neighboursFile, nRows: size, width: N_COMPONENTS, nNeighbours: N_NEIGHBOURS },
    });
    version = approximate.version;
    rows.push([
      size.toLocaleString("en-US"),
      rounded(search.seconds / approximate.seconds),
      rounded(approximate.found),
      ...times.flatMap(({ seconds, processor }) => [seconds, processor]),
      rounded(approximate.seconds),
      rounded(peakMB() / 1000),
    ]);
    console.log(rows[rows.length - 1].join(" "), eigenvalues[0]);
  }
  const parts = [`${N_NEIGHBOURS} neighbours`, "35 eigenvectors", "Poisson learning"];
  const columns = [
    "images",
    "neighbours, ours over faiss",
    "share that faiss finds",
    ...parts.flatMap((part) => [`${part}, s`, "processor s"]),
    "neighbours by faiss, s",
    "peak memory, GB",
  ];
  const title = "The graph of nearest neighbours as images become more";
  const versions = { Node: process.version, "faiss (HNSW, 16 links, 64 in sight)": version };
  writeReport("graphs", [{ title, columns, rows }], versions);
}

async function featuresOf(images: Samples<Uint8Array>, count: number) {
  const features = new Float32Array(count * N_COMPONENTS);
  const random = new RandomState(0);
  const pca = new PrincipalComponents({ nComponents: N_COMPONENTS });
  for (let start = 0; start < count; start += BLOCK) {
    const block = blockOf(images, start, Math.min(BLOCK, count - start), random);
    const gradients = await orientedGradients(await deskew(block));
    if (start === 0) await pca.fit(gradients);
    features.set((await pca.transform(gradients)).data, start * N_COMPONENTS);
  }
  return samplesOf(features, [count, N_COMPONENTS]);
}

function blockOf(images: Samples, start: number, count: number, random: RandomState): Samples {
  const nImages = images.shape[0];
  const block = take(
    images,
    Int32Array.from({ length: count }, (_, i) => (start + i) % nImages),
  );
  if (start + count <= nImages) return block;
  return reshape(augment(reshape(block, [...block.shape, 1]), {}, random), block.shape);
}
