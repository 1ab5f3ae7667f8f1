type Log = (message: string, fields?: Record<string, unknown>) => void

/** Takes structured log lines. Those of pino and winston fit through a thin wrapper, `console` as it is. */
export type Logger = { debug: Log; info: Log; warn: Log; error: Log }
