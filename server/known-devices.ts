import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { isTabName } from '../protocol/device-name.ts'
import { DeviceNameSchema } from '../protocol/device-name-schema.ts'

const MAX_DEVICES = 200
const CODE_LIFETIME_MS = 10 * 60_000
/** Of one device or address, and of all together, until a code is void: one in ten thousand is guessed. */
const MAX_GUESSES_PER_CALLER = 5
const MAX_GUESSES = 100

const DevicesSchema = v.object({
  devices: v.array(
    v.object({
      name: DeviceNameSchema,
      /** SHA-256 of its key, in hex. */
      keyHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      /** When it was let in: milliseconds since 1970. */
      since: v.number(),
    }),
  ),
})
type KnownDevice = v.InferOutput<typeof DevicesSchema>['devices'][number]

export type KnownDevices = Awaited<ReturnType<typeof openKnownDevices>>

const hashKey = (key: string) => createHash('sha256').update(key).digest('hex')

/**
 * The devices that the staff has let in, in a file. Each has a key of 256 random bits, of which only a hash is kept.
 * @param now milliseconds since 1970
 */
export async function openKnownDevices(path: string, now: () => number = Date.now) {
  let problem: string | null = null
  let devices: readonly KnownDevice[] = await read()
  let code: { digits: string; until: number; guesses: string[] } | null = null

  async function read(): Promise<KnownDevice[]> {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) return []
    const parsed = v.safeParse(DevicesSchema, parseJson(text))
    if (parsed.success) return parsed.output.devices
    const aside = `${path}.damaged-${new Date(now()).toISOString().replaceAll(/[:.]/g, '-')}`
    await rename(path, aside).catch(() => {})
    problem = `The list of known devices was damaged and is kept in “${aside}”; let the devices in again.`
    return []
  }

  async function write(next: readonly KnownDevice[]): Promise<void> {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.part`, `${JSON.stringify({ devices: next }, null, 1)}\n`, { mode: 0o600, flush: true })
    await rename(`${path}.part`, path)
    devices = next
  }

  const chooseName = (requested: string | undefined): string => {
    if (requested !== undefined && !isTabName(requested)) return requested
    let number = 1
    while (devices.some(({ name }) => name === `device-${number}`)) number++
    return `device-${number}`
  }

  return {
    problem: () => problem,
    list: () => devices.map(({ name, since }) => ({ name, since })),
    /** @returns the name of the device with this key, or null */
    find: (key: string | undefined): string | null => {
      if (!key) return null
      const keyHash = hashKey(key)
      return devices.find((device) => device.keyHash === keyHash)?.name ?? null
    },
    /** Lets a device in. An earlier device of that name, and the name the device had before, lose their keys. */
    letIn: async (
      requested: string | undefined,
      before: string | null = null,
    ): Promise<{ name: string; key: string }> => {
      const name = chooseName(requested)
      const key = randomBytes(32).toString('base64url')
      const others = devices.filter((device) => device.name !== name && device.name !== before)
      await write([...others.slice(-(MAX_DEVICES - 1)), { name, keyHash: hashKey(key), since: now() }])
      return { name, key }
    },
    withdraw: (name: string): Promise<void> => write(devices.filter((device) => device.name !== name)),
    /** A new code of six digits, which lets one device in; it replaces the one before. */
    createCode: (): { code: string; seconds: number } => {
      code = { digits: String(randomInt(1_000_000)).padStart(6, '0'), until: now() + CODE_LIFETIME_MS, guesses: [] }
      return { code: code.digits, seconds: CODE_LIFETIME_MS / 1000 }
    },
    /**
     * Whether digits are the code; it can be used once.
     * @param guesser whoever has entered them
     */
    useCode: (digits: string, guesser: string): boolean => {
      if (!code || now() > code.until || digits.length !== code.digits.length) return false
      const { guesses } = code
      if (guesses.filter((other) => other === guesser).length >= MAX_GUESSES_PER_CALLER) return false
      if (guesses.length >= MAX_GUESSES) return false
      guesses.push(guesser)
      if (!timingSafeEqual(Buffer.from(digits), Buffer.from(code.digits))) return false
      code = null
      return true
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
