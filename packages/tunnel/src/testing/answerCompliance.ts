/**
 * The origin that the compliance suite fetches from. A harness serves it wherever its gateways can
 * reach: over HTTP, or as the handler itself.
 *
 * - `GET /bytes?size=N` answers N bytes.
 * - `POST /length` answers the number of bytes in the body, as text.
 */
export async function answerCompliance(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/length') {
    const body = await request.arrayBuffer()
    return new Response(String(body.byteLength))
  }
  return new Response(produce(Number(searchParams.get('size'))))
}

function produce(size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunk = new Uint8Array(65_536).fill(7)
  let left = size
  return new ReadableStream({
    pull(controller) {
      const next = chunk.subarray(0, Math.min(left, chunk.length))
      left -= next.length
      if (next.length > 0) controller.enqueue(next.slice())
      if (left === 0) controller.close()
    },
  })
}
