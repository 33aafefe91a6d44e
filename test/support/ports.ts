/** What keeps the process alive: threads show as message ports. */
export function ports(): string[] {
  return process.getActiveResourcesInfo().filter((name) => name === "MessagePort");
}
