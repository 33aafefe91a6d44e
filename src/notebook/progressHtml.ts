import type { Progress } from "../watch";
import { escapeHtml } from "./html";

/** Seconds before a time left is worth telling. */
const FIRST_GUESS = 1;

/**
 * A computation under way as one line with a bar.
 * @param label what is computed
 * @param progress what it last told
 * @param seconds since it began
 */
export function progressHtml(label: string, progress: Progress, seconds: number): string {
  const { fraction, message } = progress;
  const left = (seconds * (1 - fraction)) / fraction;
  const times = [duration(seconds)];
  if (seconds > FIRST_GUESS && Number.isFinite(left)) times.push(`about ${duration(left)} left`);
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
