/** What the person at the terminal can act on: printed as it is, without a stack trace. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}
