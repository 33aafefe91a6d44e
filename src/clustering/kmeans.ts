import { nFeatures, type Samples, samplesOf } from "../data/samples";
import { RandomState } from "../numeric/random";
import { Pace } from "../running/pace";
import { Interrupted, type Watch } from "../running/watch";
import { centroidsOf } from "./centroids";
import { countDistinct, isSameClustering } from "./compare";
import { distances } from "./distances";
import { FitProgress } from "./fitProgress";
import { type Iteration, lloyd, type Run } from "./lloyd";
import { checked, type KMeansOptions } from "./options";
import { originOf } from "./origin";
import { plainLloyd } from "./plainLloyd";
import { predict } from "./predict";
import { measure, momentsOf, type Rows, rowsOf, unmeasured } from "./rows";
import { kMeansPlusPlus } from "./seeding";
import { ENGINES } from "./threads/partition";
import { Workers } from "./threads/workers";

/** What an interrupt of `predict` or `transform` leaves. */
const FIT_KEPT =
  "k-means was stopped; the clusters are kept, what was asked about the samples is not";

/** Lloyd's iterations from a start's centres. */
type Iterate = (start: Float64Array, onIteration: (iteration: Iteration) => void) => Promise<Run>;

/** What the starts came to. */
interface Finished {
  readonly best: Run;
  readonly nFinished: number;
  readonly nStarts: number;
}

/**
 * k-means clustering: the semantics, the random stream and the names of scikit-learn's KMeans.
 * The same settings and samples give the same result, bit for bit on one machine.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.cluster.KMeans.html
 */
export class KMeans {
  /** The cluster of each fitted sample, from 0 to nClusters - 1. */
  labels: Int32Array = new Int32Array(0);
  /** The centroids, shape [nClusters, nFeatures]. */
  clusterCenters: Samples<Float64Array> = samplesOf(new Float64Array(0), [0, 0]);
  /** Sum of squared distances of the fitted samples to the centroids of their clusters. */
  inertia = Number.NaN;
  /** Iterations of the start that was kept. */
  nIter = 0;
  /** The point that samples are seen from. */
  #origin: Float64Array = new Float64Array(0);
  /** Whether an interrupt cut the fit short: then the best of the starts that had finished is kept. */
  interrupted = false;
  /** How many starts finished: `nStarts`, unless interrupted. */
  nFinished = 0;
  /** How many starts there were to be. */
  nStarts = 0;
  readonly #options: Required<KMeansOptions>;

  /**
   * k-means clustering: the semantics, the random stream and the names of scikit-learn's KMeans.
   * @param options nClusters, and what else KMeansOptions holds
   * @throws RangeError naming the option, its value and its bound
   */
  constructor(options: KMeansOptions) {
    this.#options = checked(options);
  }

  /**
   * Clusters samples, on up to four cores.
   * @param X shape [nSamples, ...], any number type, all finite; never changed, and copied only where they
   *   lie far from zero, or many in memory that other cores do not see (MinMaxScaler's they do)
   * @param watch told about each start and iteration; its signal ends the fit with the best of the starts
   *   that have finished, as `interrupted` then says
   * @throws RangeError when nClusters exceeds the distinct samples, a value is not finite, or start centres do not fit
   * @throws Interrupted when stopped before a start has finished; what was fitted before is kept
   */
  async fit(X: Samples, watch?: Watch): Promise<this> {
    const pace = new Pace(watch);
    this.#checkShapes(X);
    // Plain distances are exact wherever samples lie.
    const isPlain = this.#options.engine === "plain";
    const origin = isPlain ? new Float64Array(nFeatures(X)) : await originOf(X, pace);
    const rows = unmeasured(X, origin, !isPlain);
    // Made early, because they take a while to load.
    const workers = new Workers(rows, pace);
    try {
      await measure(rows, X, pace);
      await this.#checkDistinct(rows, pace);
      const { best, nFinished, nStarts } = await this.#bestRun(rows, workers, pace);
      const { labels, centroids, inertia, nIter } = best;
      const values = centroids.values.map((value, i) => value + origin[i % origin.length]);
      const clusterCenters = samplesOf(values, [centroids.count, centroids.width]);
      this.labels = labels.slice();
      this.clusterCenters = clusterCenters;
      this.inertia = inertia;
      this.nIter = nIter;
      this.#origin = origin;
      this.nStarts = nStarts;
      this.nFinished = nFinished;
      this.interrupted = nFinished < nStarts;
      this.#tellInterrupt(watch);
      return this;
    } finally {
      await workers.terminate();
    }
  }

  /**
   * The cluster of each sample: that of the nearest centroid.
   * @param X shape [nSamples, ...] with the features fitted on
   * @param watch as in `fit`
   * @throws RangeError before `fit`, or for another number of features
   */
  async predict(X: Samples, watch?: Watch): Promise<Int32Array> {
    const pace = new Pace(watch, FIT_KEPT);
    const { rows, centroids } = await this.#fitted(X, pace);
    return predict(rows, centroids, pace);
  }

  /**
   * The Euclidean distance of each sample to each centroid.
   * @param X shape [nSamples, ...] with the features fitted on
   * @param watch as in `fit`
   * @returns shape [nSamples, nClusters]
   * @throws RangeError before `fit`, or for another number of features
   */
  async transform(X: Samples, watch?: Watch): Promise<Samples<Float32Array>> {
    const pace = new Pace(watch, FIT_KEPT);
    const { rows, centroids } = await this.#fitted(X, pace);
    const data = await distances(rows, centroids, pace);
    return samplesOf(data, [X.shape[0], centroids.count]);
  }

  /** `fit`, then `transform` of the same samples, which the interrupt that cut the fit short does not stop. */
  async fitTransform(X: Samples, watch?: Watch): Promise<Samples<Float32Array>> {
    await this.fit(X, watch);
    const distances = await this.transform(X, watch?.signal?.aborted ? {} : watch);
    this.#tellInterrupt(watch);
    return distances;
  }

  /** What stays of an interrupted fit, as the last line of its progress. */
  #tellInterrupt(watch?: Watch): void {
    if (!this.interrupted) return;
    const kept = `the best of ${this.nFinished} finished starts of ${this.nStarts} is kept`;
    watch?.onProgress?.({ fraction: 1, message: `interrupted: ${kept}` });
  }

  async #bestRun(rows: Rows, workers: Workers, pace: Pace): Promise<Finished> {
    const iterate = await this.#iterations(rows, workers, pace);
    const starts = await this.#starts(rows, workers, pace);
    const progress = new FitProgress(starts.length, pace);
    let best: Run | undefined;
    let nFinished = 0;
    try {
      for (const start of starts) {
        const run = await iterate(start, progress.nextStart());
        const better = best === undefined || run.inertia < best.inertia;
        if (better && !(best && isSameClustering(run.labels, best.labels))) best = run;
        nFinished++;
      }
    } catch (error) {
      if (!(error instanceof Interrupted && best)) throw error;
    }
    return { best: best as Run, nFinished, nStarts: starts.length };
  }

  /** Prepares the engine; what it returns goes on from a start until nothing changes. */
  async #iterations(rows: Rows, workers: Workers, pace: Pace): Promise<Iterate> {
    const { maxIter, tol, engine } = this.#options;
    const tolerance = tol === 0 ? 0 : tol * ((await momentsOf(rows, pace)).variance / rows.width);
    const settings = { maxIter, tolerance };
    if (engine === "plain")
      return (start, onIteration) => plainLloyd(rows, start, settings, pace, onIteration);
    const learnt = ENGINES[engine].learn(rows);
    await workers.ask("prepare", () => [engine, learnt]);
    return (start, onIteration) => lloyd(rows, workers, start, settings, onIteration);
  }

  /** The centres that each start begins with. */
  async #starts(rows: Rows, workers: Workers, pace: Pace): Promise<Float64Array[]> {
    const { nClusters, nInit, init, randomState } = this.#options;
    if (init !== "k-means++") {
      const centres = samplesOf(Float64Array.from(init.data), init.shape);
      return [Float64Array.from((await rowsOf(centres, pace, rows.origin)).data)];
    }
    const random = new RandomState(randomState);
    return kMeansPlusPlus(rows, workers, nClusters, nInit, random, pace);
  }

  #checkShapes(X: Samples): void {
    const { nClusters, init } = this.#options;
    const [nSamples] = X.shape;
    const width = nFeatures(X);
    if (nClusters > nSamples) {
      throw new RangeError(
        `nClusters=${nClusters} must be an integer from 1 to nSamples=${nSamples}; choose fewer clusters`,
      );
    }
    if (width === 0) {
      throw new RangeError("nFeatures=0 must be at least 1; give samples that have values");
    }
    if (init === "k-means++") return;
    if (init.shape[0] !== nClusters || nFeatures(init) !== width) {
      throw new RangeError(
        `init.shape=[${init.shape}] must be [nClusters, nFeatures]=[${nClusters},${width}]; give one centre a cluster`,
      );
    }
  }

  async #checkDistinct(rows: Rows, pace: Pace): Promise<void> {
    const { nClusters } = this.#options;
    const distinct = await countDistinct(rows, nClusters, pace);
    if (distinct < nClusters) {
      throw new RangeError(
        `nClusters=${nClusters} must be at most the number of distinct samples, ${distinct}; choose fewer clusters`,
      );
    }
  }

  /** Samples and centroids, seen from where they were fitted. */
  async #fitted(X: Samples, pace: Pace) {
    const { data } = this.clusterCenters;
    const width = nFeatures(this.clusterCenters);
    if (this.nIter === 0) throw new Error("the model has no centroids yet; call fit first");
    if (nFeatures(X) !== width) {
      throw new RangeError(
        `nFeatures=${nFeatures(X)} must equal the ${width} features fitted on; give samples of the same kind`,
      );
    }
    const origin = this.#origin;
    const values = data.map((value, i) => value - origin[i % width]);
    return { rows: await rowsOf(X, pace, origin), centroids: centroidsOf(values, width) };
  }
}
