import { existsSync, readFileSync } from "node:fs";

/** The most memory that this process had, in MB. Where the system tells only `maxRSS`, that of its parent counts too. */
export function peakMB(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const [, kB] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [0, process.resourceUsage().maxRSS];
  return Number(kB) / 1024;
}
