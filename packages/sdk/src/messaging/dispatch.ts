import * as z from 'zod/mini'
import { InvalidInputError } from '../errors/input.js'
import type { SbnApi } from './messenger.js'
import { routes } from './routes.js'

/** Answers one raw call: bytes from outside are parsed here, once. */
export async function dispatch(
  api: SbnApi,
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  switch (path) {
    case routes.getInfo.path:
      return api.getInfo({ signal })
    case routes.requestQuote.path:
      return api.requestQuote(read(routes.requestQuote.request, body), { signal })
    case routes.getDetails.path:
      return api.getDetails(read(routes.getDetails.request, body), { signal })
    case routes.deliver.path:
      await api.deliver(read(routes.deliver.request, body), { signal })
      return {}
    case routes.getDelivery.path: {
      const { passId, waitSeconds } = read(routes.getDelivery.request, body)
      return { delivery: await api.getDelivery(passId, { waitSeconds, signal }) }
    }
    case routes.listPasses.path: {
      const { after, request } = read(routes.listPasses.request, body)
      return api.listPasses(request, { after, signal })
    }
    case routes.getAttested.path: {
      const { passId } = read(routes.getAttested.request, body)
      return { sealed: await api.getAttested(passId, { signal }) }
    }
    case routes.getReflector.path: {
      const { passId } = read(routes.getReflector.request, body)
      return { sealed: await api.getReflector(passId, { signal }) }
    }
    case routes.getStatus.path:
      return api.getStatus(read(routes.getStatus.request, body), { signal })
    case routes.getChecks.path:
      return { checks: await api.getChecks(read(routes.getChecks.request, body), { signal }) }
    default:
      throw new InvalidInputError('path', 'No such call.')
  }
}

function read<value>(schema: z.ZodMiniType<value, unknown>, body: unknown): value {
  const result = z.safeParse(schema, body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new InvalidInputError(
    issue?.path.join('.') || 'request',
    issue?.message ?? 'Not what the call takes.',
    { cause: result.error },
  )
}
