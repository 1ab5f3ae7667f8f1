/** Most that a reflector sends or takes in one request, in bytes. */
export const maximumBytes = 64 * 1024 * 1024

export const noncePattern = /^[0-9a-f]{64}$/
