/**
 * Sends a signal to a process, or to a process group by its negative id, that may have ended meanwhile.
 * @param {number} id
 * @param {NodeJS.Signals} name
 */
export function sendSignal(id, name) {
  try {
    process.kill(id, name)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}
