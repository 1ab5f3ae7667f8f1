/** The pieces of a body. Whoever stops early cancels the rest. */
export async function* readBody(body: ReadableStream<Uint8Array> | null) {
  const reader = body?.getReader()
  if (!reader) return
  let isOver = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      isOver = done
      if (done) return
      yield value
    }
  } finally {
    if (!isOver) await reader.cancel()
  }
}
