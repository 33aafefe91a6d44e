/** A clustering from several starts; a fitted `KMeans` is one. */
export interface Starts {
  readonly interrupted: boolean;
  /** How many starts finished. */
  readonly nFinished: number;
  /** How many there were to be. */
  readonly nStarts: number;
}

/** A training, epoch by epoch; its history is one. */
interface Epochs {
  readonly interrupted: boolean;
  /** One value for each epoch that was completed. */
  readonly loss: ArrayLike<number>;
  /** How many epochs there were to be. */
  readonly nEpochs: number;
}

/** What an interrupt can cut short. */
export type Work = Starts | Epochs;

/**
 * What a user's interrupt cut short, for tables and for descriptions of models.
 * @param work a training's history, or a fitted `KMeans`
 * @returns "interrupted after 2 of 5 epochs", or "... 3 of 10 starts"; undefined if all of it was done
 */
export function cutShort(work: Work): string | undefined {
  if (!work.interrupted) return undefined;
  const [done, planned, unit] =
    "loss" in work
      ? [work.loss.length, work.nEpochs, "epoch"]
      : [work.nFinished, work.nStarts, "start"];
  return `interrupted after ${done} of ${planned} ${unit}${planned === 1 ? "" : "s"}`;
}

/**
 * A name, with what an interrupt cut short: "pixels (interrupted after 3 of 10 starts)".
 * @param name of a row or a step
 * @param work what it rests on
 */
export function named(name: string, work: readonly Work[]): string {
  const cuts = work.map(cutShort).filter((cut) => cut !== undefined);
  return cuts.length > 0 ? `${name} (${cuts.join(", ")})` : name;
}
