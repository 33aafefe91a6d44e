/**
 * The folder in which a command was given: npm moves to the project's folder before it runs one.
 * @param {string} script the command's name among package.json's scripts
 * @returns {string} an absolute path
 */
export function startedIn(script) {
  const isNpm = process.env.npm_lifecycle_event === script;
  return (isNpm && process.env.INIT_CWD) || process.cwd();
}
