import { GeoInputError } from '../../errors/geo.js'
import type { Coordinates } from './isPossible.js'

/** @throws `GeoInputError` They are not on the globe. */
export function assertCoordinates({ latitude, longitude }: Coordinates) {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
    throw new GeoInputError('Coordinates must be degrees from -90 to 90 and from -180 to 180.')
}
