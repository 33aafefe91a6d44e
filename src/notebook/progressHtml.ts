import type { Progress } from "../running/watch";
import { escapeHtml } from "./html";

/**
 * A time left is told from so many seconds and so much of the work on: guessed from the beginning
 * alone, where all is loaded and compiled, two minutes would be told as twenty.
 */
const FIRST_GUESS_SECONDS = 5;
const FIRST_GUESS_FRACTION = 0.05;

/** Where a computation stood: how much was done, from 0 to 1, after how many seconds. */
export interface Standing {
  readonly fraction: number;
  readonly seconds: number;
}

/**
 * A computation under way as one line with a bar.
 * @param label what is computed
 * @param progress what it last told
 * @param seconds since it began
 * @param first where it stood when it first told of work done, from which its pace is taken
 */
export function progressHtml(
  label: string,
  progress: Progress,
  seconds: number,
  first: Standing = { fraction: 0, seconds: 0 },
): string {
  const { fraction, message } = progress;
  const times = [duration(seconds)];
  if (seconds >= FIRST_GUESS_SECONDS && fraction >= FIRST_GUESS_FRACTION) {
    const left = ((seconds - first.seconds) * (1 - fraction)) / (fraction - first.fraction);
    if (Number.isFinite(left)) times.push(`about ${duration(left)} left`);
  }
  const bar = `<progress max="1" value="${fraction.toFixed(3)}" aria-label="${escapeHtml(label)}"></progress>`;
  return `<div>${bar} ${escapeHtml(`${label}: ${message} - ${times.join(", ")}`)}</div>`;
}

/**
 * A computation that ended, as one line.
 * @param label what was computed
 * @param outcome what came of it, in words
 * @param seconds since it began
 */
export function outcomeHtml(label: string, outcome: string, seconds: number): string {
  return `<div>${escapeHtml(`${label}: ${outcome} - ${duration(seconds)}`)}</div>`;
}

/**
 * Seconds for a person: "8.2 s", "47 s", "2 min 5 s".
 * @param seconds from 0
 */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 10) return `${seconds.toFixed(1)} s`;
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
