/** What a training measured, epoch by epoch, under Keras' names: one value an epoch in each list. */
export interface History {
  readonly loss: number[];
  readonly accuracy: number[];
  /** Loss and accuracy on the validation images after each epoch; empty without such images. */
  readonly valLoss: number[];
  readonly valAccuracy: number[];
  /** Wall-clock seconds of each epoch, validation included. */
  readonly epochSeconds: number[];
  /** Whether the user stopped the training before its last epoch. */
  interrupted: boolean;
}
