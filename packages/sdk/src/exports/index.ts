export { PassbandError } from '../errors/base.js'
