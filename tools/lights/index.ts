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
/** @param most the largest number it can be; the smallest is 1 */
function readNumber(name: 'osc-port' | 'universe' | 'strip' | 'lamp', most: number): number {
  const number = Number(values[name])
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  console.error(`--${name} must be a whole number from 1 to ${most}, not “${values[name]}”.`)
  process.exit(2)
}

const universe = readNumber('universe', 63_999)
const { device, to } = values
await runLights({
  oscPort: readNumber('osc-port', 65_535),
  device,
  universe,
  to,
  strip: readNumber('strip', 510),
  lamp: readNumber('lamp', 512),
})
console.log(`“${device}” lights universe ${universe} ${to ? `at ${to}` : 'by multicast'}. Press Ctrl+C to end.`)
