/** What a training measured, epoch by epoch, under Keras' names: one value an epoch in each list. */
export interface History {
  readonly loss: number[];
  readonly accuracy: number[];
  /** Loss and accuracy on the validation images after each epoch; empty without such images. */
  readonly valLoss: number[];
  readonly valAccuracy: number[];
  /** Wall-clock seconds of each epoch, validation included. */
  readonly epochSeconds: number[];
  /** How many epochs there were to be. */
  readonly nEpochs: number;
  /** How many steps the optimizer took: one a batch. */
  nSteps: number;
  /** The layer that has no steps here, so that tfjs itself computed the whole network. */
  readonly foreignLayer?: string;
  /** Whether the user stopped the training before its last epoch. */
  interrupted: boolean;
}

/**
 * Which epochs of a long training to show: every second, third or fewer, and the last.
 * @param nEpochs how many there were, from 0
 * @param most how many may be shown, besides the last
 * @returns epochs, counted from 1
 */
export function someEpochs(nEpochs: number, most: number): number[] {
  const step = Math.ceil(nEpochs / most);
  const epochs = Array.from({ length: nEpochs }, (_, i) => i + 1);
  return epochs.filter((epoch) => epoch % step === 0 || epoch === nEpochs);
}
