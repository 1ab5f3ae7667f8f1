/** What this program was told by `spawnProgram`. */
export function readParameters<parameters>(): parameters {
  return JSON.parse(process.argv[2] ?? '{}') as parameters
}
