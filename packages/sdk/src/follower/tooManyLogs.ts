import { RpcAnswerInvalidError } from '../errors/follower.js'

/** More logs in one answer than any block has. Fewer blocks at a time may help. */
export class TooManyLogsError extends RpcAnswerInvalidError {}

/** What one answer may have. A block full of the smallest logs has about 50,000. */
export const maximumLogs = 100_000
