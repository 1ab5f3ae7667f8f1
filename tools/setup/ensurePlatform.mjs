// Runs before anything is known about the machine: this file, and the commands that load it first, keep to
// syntax that Node 12 can parse and import nothing else, so that an old Node gets to print the sentence.

/**
 * Ends the program with one sentence on a machine that cannot run Passband's demo and tests.
 */
export function ensurePlatform() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const recent = major > 20 || (major === 20 && minor >= 19)
  if (recent && process.platform === 'linux' && process.arch === 'x64') return

  const found = recent
    ? `this is ${process.platform} ${process.arch}`
    : `this is Node.js ${process.versions.node}`
  console.error(`Passband needs Node.js 20.19 or newer on Linux x64; ${found}.`)
  process.exit(1)
}
