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
import { Clock } from "./clock";
import { rounded, writeReport } from "./report";

const SIZES = [10_000, 20_000, 50_000, 100_000, 200_000];
const N_COMPONENTS = 80;
const N_LABELLED = 50;
/** Images described at a time: their gradients take 200 MB. */
const BLOCK = 50_000;

/**
 * What the graph of nearest neighbours costs as images become more: all 70,000 digits of MNIST, then the
 * same moved and bent at random; writes docs/bench/graphs.md.
 */
export async function benchGraphs(): Promise<void> {
  const { data, target, imageShape } = await loadImages();
  const images = reshape(data, [target.length, ...imageShape]);
  const rows: (string | number)[][] = [];
  const features = await featuresOf(images, SIZES[SIZES.length - 1]);
  for (const size of SIZES) {
    const clock = new Clock();
    const graph = neighbourGraph(await nearestNeighbours(head(features, size), 10));
    const search = clock.lap();
    const { eigenvalues } = await spectralSpace(graph);
    const spectral = clock.lap();
    const labelled = Int32Array.from({ length: N_LABELLED }, (_, i) => i);
    await poissonLearning(graph, labelled, target.subarray(0, N_LABELLED), 10);
    const times = [search, spectral, clock.lap()];
    const gigabytes = rounded((process.resourceUsage().maxRSS * 1024) / 1e9);
    rows.push([
      size.toLocaleString("en-US"),
      ...times.flatMap(({ seconds, processor }) => [seconds, processor]),
      gigabytes,
    ]);
    console.log(rows[rows.length - 1].join(" "), eigenvalues[0]);
  }
  const parts = ["10 neighbours", "35 eigenvectors", "Poisson learning"];
  const columns = [
    "images",
    ...parts.flatMap((part) => [`${part}, s`, "processor s"]),
    "peak memory, GB",
  ];
  const title = "The graph of nearest neighbours as images become more";
  writeReport("graphs", [{ title, columns, rows }], { Node: process.version });
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
