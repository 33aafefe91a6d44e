import { DataFrame } from "danfojs-node";
import type { History } from "../cnn/history";

/**
 * A training, epoch by epoch.
 * @param history what the training measured
 */
export function trainingTable(history: History): DataFrame {
  const percent = (shares: number[]) => shares.map((share) => share * 100);
  const validation = {
    "validation loss": history.valLoss,
    "validation accuracy (%)": percent(history.valAccuracy),
  };
  return new DataFrame({
    epoch: history.loss.map((_, i) => i + 1),
    loss: history.loss,
    "accuracy (%)": percent(history.accuracy),
    ...(history.valLoss.length > 0 ? validation : {}),
    "time (s)": history.epochSeconds,
  });
}
