/** A promise that others settle, and that nobody has to look at. */
export function createReadiness() {
  let resolve = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<void>((onResolved, onRejected) => {
    resolve = onResolved
    reject = onRejected
  })
  promise.catch(() => {})
  return { promise, resolve, reject }
}
