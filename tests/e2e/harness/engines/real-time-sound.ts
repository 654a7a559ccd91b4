import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { raiseGroup } from './raise-priority.ts'

/** Threads that must never be late, by their names: of the engines, of libpulse, of PulseAudio, and of what records. */
const SOUND_THREAD_PATTERN =
  /^(audio|webaudio|realtime audio|semi-realtime a|MediaTrackGr|GraphRunner|ConvolverWork|NativeAudioCall|cubeb|pulse|null-sink|threaded-ml|gst|parec)/i
const SCAN_INTERVAL_MS = 250
const REAL_TIME_PRIORITY = 5

/**
 * Visitors' systems run sound threads with real-time priority. Here no service gives it to them, so this does, and gives all the more time, as far as
 * the system allows: a busy machine must not look like a broken player.
 * @param mark text in the environment of the processes that are meant
 * @returns stops
 */
export function keepSoundInRealTime(mark: string): () => void {
  const done = new Set<string>()
  const raised = new Set<string>()
  const scan = async () => {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      if (!environment.includes(mark)) continue
      if (!raised.has(pid)) {
        raised.add(pid)
        try {
          raiseGroup(pid)
        } catch {}
      }
      for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
        if (done.has(thread)) continue
        const name = await readFile(`/proc/${pid}/task/${thread}/comm`, 'utf8').catch(() => '')
        if (!SOUND_THREAD_PATTERN.test(name)) continue
        done.add(thread)
        execFile('chrt', ['-r', '-p', String(REAL_TIME_PRIORITY), thread], () => {})
      }
    }
  }
  const timer = setInterval(() => void scan().catch(() => {}), SCAN_INTERVAL_MS)
  return () => clearInterval(timer)
}
