import * as v from 'valibot'
import { DeviceNameSchema } from './device-name-schema.ts'
import type { DeepReadonly } from './freeze-deep.ts'

/** What a device tells of itself by OSC: /songwalk/<device>/<state>. */
export const oscStates = ['song', 'chunk', 'playhead', 'level', 'visitor'] as const
export type OscState = (typeof oscStates)[number]

const MAX_TARGETS = 16

type Issue = Pick<v.BaseIssue<unknown>, 'received'>

const PORT = ({ received }: Issue) => `must be a port, a number from 1 to 65535, not ${received}.`
const portNumber = v.pipe(v.number(PORT), v.integer(PORT), v.minValue(1, PORT), v.maxValue(65_535, PORT))
/** Names are not taken: looking one up for each packet would wait for the network. */
const IP_ADDRESS = ({ received }: Issue) => `must be an IP address, such as "192.168.1.20", not ${received}.`
const ipAddress = v.pipe(v.string(IP_ADDRESS), v.ip(IP_ADDRESS))
const IP_NETWORK = ({ received }: Issue) =>
  `must be an IP address or a network, such as "192.168.1.20" or "192.168.1.0/24", not ${received}.`
const addressOrNetwork = v.pipe(
  v.string(IP_NETWORK),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const [, address = '', bits = '0'] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(dataset.value) ?? []
    const isRight = v.is(ipAddress, address) && Number(bits) <= (address.includes(':') ? 128 : 32)
    if (!isRight) addIssue({ message: IP_NETWORK({ received: JSON.stringify(dataset.value) }) })
  }),
)
const perSecond = (min: number, max: number) =>
  v.pipe(
    v.number(({ received }) => `must be a number a second, not ${received}.`),
    v.minValue(min, ({ received }) => `must be ${min} a second or more, not ${received}.`),
    v.maxValue(max, ({ received }) => `must be ${max} a second or less, not ${received}.`),
  )

/** The house's show control. Nothing listens and nothing is sent unless it is given here. */
export const ControlSchema = v.strictObject({
  /** Commands a second, by HTTP and OSC together. */
  limit: v.optional(perSecond(1, 100), 20),
  oscIn: v.exactOptional(
    v.strictObject({
      port: portNumber,
      /** Of this computer; 0.0.0.0: all of its own. */
      address: v.optional(ipAddress, '127.0.0.1'),
      /** Who may send. */
      from: v.optional(v.array(addressOrNetwork, 'must be a list of IP addresses.'), ['127.0.0.1']),
    }),
  ),
  oscOut: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          address: ipAddress,
          port: portNumber,
          send: v.optional(
            v.array(
              v.picklist(oscStates, ({ received }) => `must be one of ${oscStates.join(', ')}, not ${received}.`),
              'must be a list of states.',
            ),
            [...oscStates],
          ),
          /** Empty: all. */
          devices: v.optional(
            v.array(
              v.pipe(
                v.string('must be the name of a device in quotes.'),
                v.check((name) => v.is(DeviceNameSchema, name), 'must be the name of a device, such as "hall".'),
              ),
              'must be a list of devices.',
            ),
            [],
          ),
          /** Of each state of each device. */
          rate: v.optional(perSecond(1, 60), 20),
          /** Bundles that say when it was, instead of bare messages. */
          timeTags: v.optional(v.boolean('must be true or false.'), false),
        }),
        'must be a list of targets.',
      ),
      v.maxLength(MAX_TARGETS, `must be ${MAX_TARGETS} targets or less.`),
    ),
    [],
  ),
})
export type ControlConfig = DeepReadonly<v.InferOutput<typeof ControlSchema>>
