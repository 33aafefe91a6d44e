import { type Samples, samplesOf } from "../../src/data/samples";
import { RandomState } from "../../src/numeric/random";

/** Samples far from zero, as test/reference/kmeansFar.py makes them, number for number. */
export const bursts = (): Samples<Float64Array> => {
  const random = new RandomState(0);
  const begins = uniform(random, 20).map((share) => 1.7e9 + 86400 * share);
  const times = uniform(random, 2000).map((share, i) => begins[Math.floor(i / 100)] + 60 * share);
  return samplesOf(times, [2000, 1]);
};

export const city = (): Samples<Float64Array> => {
  const shares = uniform(new RandomState(1), 4000);
  const places = shares.map((share, i) => (i % 2 ? 13.2 + share * 0.4 : 52.4 + share * 0.2));
  return samplesOf(places, [2000, 2]);
};

export function problem(seed: number): Samples<Float64Array> {
  const random = new RandomState(seed);
  const u = uniform(random, 4);
  const [n, width, k] = [900, 12, 14].map((range, i) => Math.floor(range * u[i]) + [100, 1, 2][i]);
  const spread = 0.05 + 2 * u[3];
  const offset = uniform(random, width).map((share) => 1e6 * (share - 0.5));
  if (seed % 3 === 0) offset.fill(0, 1);
  const centres = uniform(random, k * width).map((share, i) => offset[i % width] + 10 * share);
  const [a, b] = [uniform(random, n * width), uniform(random, n * width)];
  const data = a.map((share, i) => centres[i % (k * width)] + spread * (share + b[i] - 1));
  return samplesOf(data, [n, width]);
}

function uniform(random: RandomState, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => random.randomSample());
}

/** Numbers from 0 to 10. */
export function floats(seed: number, count: number): Float64Array {
  return uniform(new RandomState(seed), count).map((share) => 10 * share);
}
