import type { History } from "../cnn/history";
import { accuracyCurves } from "../figures/accuracyCurves";
import { count, counted, percent } from "../figures/wording";
import { Interrupted, type Progress, type Watch } from "../running/watch";
import { trainingTable } from "../tables";
import { figureForms } from "./figureForms";
import { interruptible } from "./interruptible";
import { outcomeForms, progressForms, type Standing } from "./progressForms";
import { Place } from "./showing";
import { tableForms } from "./tableForms";

/** Milliseconds between two updates of the line, and of the curves, which take more to draw. */
const LINE_MS = 250;
const CURVES_MS = 1000;

/**
 * Runs a long computation in a cell: one line shows its progress in place, a training also its
 * curves, and Kernel > Interrupt stops it. What stays is the line with its time and, of a training,
 * the table of its epochs.
 * @param label what is computed: "k-means"
 * @param compute gets the watch to hand on: `(watch) => kmeans.fitTransform(XTrain, watch)`
 * @returns what compute returns
 * @throws whatever compute throws; Interrupted after an interrupt
 */
export async function watched<T>(label: string, compute: (watch: Watch) => Promise<T>): Promise<T> {
  const live = new LiveOutput(label);
  try {
    const result = await interruptible((signal) =>
      compute({ signal, onProgress: (progress) => live.update(progress) }),
    );
    live.end(result);
    return result;
  } catch (error) {
    live.fail(error);
    throw error;
  } finally {
    // What the computation needed goes now, not when the kernel next runs short of memory.
    globalThis.gc?.();
  }
}

/** The output of one watched computation, replaced in place. */
class LiveOutput {
  readonly #line = new Place();
  readonly #curves = new Place();
  readonly #began = performance.now();
  #lineDrawn = performance.now();
  #curvesDrawn = Number.NEGATIVE_INFINITY;
  #epochsDrawn = 0;
  #first: Standing | undefined;
  #last: Progress = { fraction: 0, message: "starting" };

  constructor(readonly label: string) {
    this.#line.show(progressForms(label, this.#last, 0));
  }

  update(progress: Progress): void {
    this.#last = progress;
    const { fraction } = progress;
    if (fraction > 0) this.#first ??= { fraction, seconds: this.#seconds() };
    if (isHistory(progress.partial)) this.#drawCurves(progress.partial);
    if (performance.now() - this.#lineDrawn < LINE_MS) return;
    this.#lineDrawn = performance.now();
    this.#line.show(progressForms(this.label, progress, this.#seconds(), this.#first));
  }

  end(result: unknown): void {
    this.#close(isHistory(result) ? trained(result) : this.#outcome());
    if (isHistory(result) && this.#epochsDrawn > 0) {
      this.#curves.show(tableForms(trainingTable(result), `${this.label}, epoch by epoch`));
    }
  }

  fail(error: unknown): void {
    this.#close(error instanceof Interrupted ? "interrupted" : "failed");
  }

  /** The last report, when it tells of the whole; one from half-way would mislead. */
  #outcome(): string {
    return this.#last.fraction === 1 ? this.#last.message : "done";
  }

  #drawCurves(history: History): void {
    if (history.accuracy.length === this.#epochsDrawn) return;
    if (performance.now() - this.#curvesDrawn < CURVES_MS) return;
    this.#curvesDrawn = performance.now();
    this.#epochsDrawn = history.accuracy.length;
    this.#curves.show(figureForms(accuracyCurves(history)));
  }

  #close(outcome: string): void {
    this.#line.show(outcomeForms(this.label, outcome, this.#seconds()));
  }

  #seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }
}

function isHistory(result: unknown): result is History {
  return typeof result === "object" && result !== null && "epochSeconds" in result;
}

/** Below this share of its own training images a network has not learned even these. */
const LEARNT = 0.8;

function trained(history: History): string {
  const { accuracy, nEpochs, nSteps, interrupted, foreignLayer } = history;
  const epochs = counted(nEpochs, "epoch");
  const by = foreignLayer ? `, by tfjs itself, as ${foreignLayer} has no faster steps here` : "";
  if (interrupted) {
    return `interrupted; kept are the weights of the last batch, ${count(accuracy.length)} of ${epochs}${by}`;
  }
  return `${epochs}, ${counted(nSteps, "step")}${by}${warning(history)}`;
}

/** What somebody should know before trusting a network that stopped early. */
function warning({ accuracy }: History): string {
  const last = accuracy[accuracy.length - 1];
  if (last === undefined) return "; it was not trained at all";
  if (last >= LEARNT) return "";
  return `; it got only ${percent(last)} of its own training images right: it has hardly begun to learn, or their labels are contradictory. More epochs tell which`;
}
