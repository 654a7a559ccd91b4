import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { DeviceNameSchema } from '../../protocol/device-name-schema.ts'

const MAX_DEVICES = 200
/** A device whose silence was told so long ago has another name, or is gone. */
const FORGET_AFTER_MS = 30 * 24 * 60 * 60_000

const FileSchema = v.array(
  v.object({
    name: DeviceNameSchema,
    /** When its silence was told: milliseconds since 1970. */
    silentSince: v.nullable(v.number()),
  }),
)

/** The devices that should speak, in a file: a screen that is dead after a power cut is missed, too. */
export async function openExpectedDevices(path: string, now: () => number = Date.now) {
  const devices = new Map<string, number | null>()
  const text = await readFile(path, 'utf8').catch(() => '[]')
  for (const { name, silentSince } of parse(text))
    if (silentSince === null || now() - silentSince < FORGET_AFTER_MS) devices.set(name, silentSince)
  let writing = Promise.resolve()

  /** With a full disk they are known until the server stops. */
  const save = (): Promise<void> => {
    writing = writing.then(async () => {
      const list = [...devices].map(([name, silentSince]) => ({ name, silentSince }))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(`${path}.part`, `${JSON.stringify(list)}\n`, { mode: 0o600, flush: true })
      await rename(`${path}.part`, path)
    })
    writing = writing.catch(() => {})
    return writing
  }

  return {
    list: (): string[] => [...devices.keys()],
    listSilent: (): string[] => [...devices].filter(([, silentSince]) => silentSince !== null).map(([name]) => name),
    expect(name: string): void {
      if (devices.has(name) || devices.size >= MAX_DEVICES) return
      devices.set(name, null)
      void save()
    },
    setSilent(name: string, isSilent: boolean): void {
      if (!devices.has(name) && devices.size >= MAX_DEVICES) return
      devices.set(name, isSilent ? now() : null)
      void save()
    },
    forget(name: string): void {
      if (devices.delete(name)) void save()
    },
    /** Resolves when all is written. */
    close: (): Promise<void> => writing,
  }
}

function parse(text: string): v.InferOutput<typeof FileSchema> {
  try {
    const parsed = v.safeParse(FileSchema, JSON.parse(text))
    return parsed.success ? parsed.output.slice(0, MAX_DEVICES) : []
  } catch {
    return []
  }
}
export type ExpectedDevices = Awaited<ReturnType<typeof openExpectedDevices>>
