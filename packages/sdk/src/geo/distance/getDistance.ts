import type { Coordinates } from './isPossible.js'

/** Mean radius of the Earth in kilometres. */
const radius = 6_371.0088
const radians = Math.PI / 180

/** Kilometres along a great circle (haversine), on a sphere: up to 0.6 % off the true Earth. */
export function getDistance(a: Coordinates, b: Coordinates): number {
  const height = Math.sin(((b.latitude - a.latitude) * radians) / 2) ** 2
  const width = Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2
  const square = height + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * width
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(square)))
}
