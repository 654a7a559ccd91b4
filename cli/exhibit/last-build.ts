import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { AlarmSchema } from '../../protocol/alarm-config.ts'
import { ControlSchema } from '../../protocol/control-config.ts'
import type { ExhibitConfig } from '../../protocol/curator-config.ts'
import type { DeepReadonly } from '../../protocol/freeze-deep.ts'
import { replaceFile } from '../write-file.ts'
import { getDataFolder } from './analysis-cache.ts'

const FILE_NAME = 'last-build.json'

/** What is remembered of the last build that succeeded, so that a broken exhibit.json changes nothing. */
const LastBuildSchema = v.object({
  /** Null: it had no PIN; left out: that is not known. */
  pinHash: v.exactOptional(v.nullable(v.string())),
  alarm: v.exactOptional(v.nullable(AlarmSchema)),
  control: v.exactOptional(v.nullable(ControlSchema)),
  /** When it ended: milliseconds since 1970. */
  builtAt: v.optional(v.number(), 0),
  /** When the first build after it failed: milliseconds since 1970. */
  failingSince: v.nullable(v.number()),
})
type LastBuild = DeepReadonly<v.InferOutput<typeof LastBuildSchema>>

const getPath = (exhibit: string) => join(getDataFolder(exhibit), FILE_NAME)

/** @returns null before the first */
export async function readLastBuild(exhibit: string): Promise<LastBuild | null> {
  try {
    return v.parse(LastBuildSchema, JSON.parse(await readFile(getPath(exhibit), 'utf8')))
  } catch {
    return null
  }
}

/** With a full disk nothing is remembered. */
async function write(exhibit: string, state: LastBuild): Promise<void> {
  await mkdir(dirname(getPath(exhibit)), { recursive: true }).catch(() => {})
  await replaceFile(getPath(exhibit), [JSON.stringify(state)]).catch(() => {})
}

export const recordBuild = (exhibit: string, { staff, alarm, control }: ExhibitConfig): Promise<void> =>
  write(exhibit, {
    pinHash: staff?.pinHash ?? null,
    alarm: alarm ?? null,
    control: control ?? null,
    builtAt: Date.now(),
    failingSince: null,
  })

/** @returns since when builds fail, milliseconds since 1970 */
export async function recordFailure(exhibit: string, now: number): Promise<number> {
  const last = await readLastBuild(exhibit)
  const since = last?.failingSince ?? now
  if (!last || last.failingSince === null) await write(exhibit, { builtAt: 0, ...last, failingSince: since })
  return since
}
