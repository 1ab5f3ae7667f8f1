import { answerCompliance } from '../../testing/answerCompliance.js'
import { runDriverCompliance } from '../../testing/runDriverCompliance.js'
import { memory } from './memory.js'

runDriverCompliance({
  name: 'memory',
  setup: async () => ({
    driver: memory({ handler: answerCompliance }),
    allow: ['127.0.0.0/8'],
    origin: 'http://origin.test',
    close: async () => {},
  }),
})
