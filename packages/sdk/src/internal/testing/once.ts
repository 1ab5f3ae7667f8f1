/** The next event that fits, from whatever `listen` listens to. */
export function once<event>(
  listen: (listener: (event: event) => void) => () => void,
  fits: (event: event) => boolean = () => true,
): Promise<event> {
  return new Promise((resolve) => {
    const off = listen((event) => {
      if (!fits(event)) return
      off()
      resolve(event)
    })
  })
}
