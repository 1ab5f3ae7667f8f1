/** Tells each failure once as long as it repeats itself, apart for each thing that can fail. */
export function createReporter(
  tell: (error: unknown) => void,
): (scope: string, error: unknown) => void {
  const told = new Map<string, string>()
  return (scope, error) => {
    if (error === undefined) {
      told.delete(scope)
      return
    }
    const text = String(error)
    if (told.get(scope) === text) return
    told.set(scope, text)
    tell(error)
  }
}
