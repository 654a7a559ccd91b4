import { parseArgs } from 'node:util'
import { runLights } from './run-lights.ts'

// An example of a light that follows the piece: songwalk tells its state by OSC, and this sends sACN (E1.31).
// `npm run lights -- --to 192.168.1.60`; docs/museum.md tells the rest.
const { values } = parseArgs({
  options: {
    'osc-port': { type: 'string', default: '9001' },
    device: { type: 'string', default: 'hall' },
    universe: { type: 'string', default: '1' },
    to: { type: 'string' },
    strip: { type: 'string', default: '1' },
    lamp: { type: 'string', default: '4' },
  },
})
const oscPort = Number(values['osc-port'])
const universe = Number(values.universe)
const { device, to } = values
await runLights({ oscPort, device, universe, to, strip: Number(values.strip), lamp: Number(values.lamp) })
console.log(`“${device}” lights universe ${universe} ${to ? `at ${to}` : 'by multicast'}. Press Ctrl+C to end.`)
