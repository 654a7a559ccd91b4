import type { OscState } from '../../protocol/control-config.ts'
import type { LiveMessage } from '../../protocol/live-messages.ts'
import { countsAsVisit } from '../../protocol/visit-scene.ts'
import type { SiteIndex } from '../site-files.ts'

/** node-osc takes whole numbers for integers unless it is told. */
const float = (value: number) => ({ type: 'float', value })
const integer = (value: number) => ({ type: 'integer', value })
const text = (value: string) => ({ type: 'string', value })

type OscArgument = ReturnType<typeof float> | ReturnType<typeof text>

/** What a device is doing, as the house is told; `at` in milliseconds of the server's clock. */
export type OscEvent = { device: string; state: OscState; args: readonly OscArgument[]; at: number }

/** Pages tell it every half second at least; an older time is not reckoned on. */
const MAX_MESSAGE_AGE_MS = 1500

const describeVisitor = ({ scene, session }: LiveMessage) => [
  integer(countsAsVisit(scene) ? 1 : 0),
  text(scene),
  text(session ?? 'screen'),
]
/** The connection is closed. */
const gone = [integer(0), text('gone'), text('screen')]

/** Songs and chunks are counted from 1, as visitors see them. */
const describeSong = (key: string | null, songs: SiteIndex['songs']) => {
  const place = songs.findIndex((song) => song.key === key)
  const song = songs[place]
  return [
    integer(place + 1),
    text(song?.title ?? ''),
    float(song?.duration ?? 0),
    integer(song?.chunks ?? 0),
    text(key ?? ''),
  ]
}

const describePlayhead = (time: number, playing: boolean, duration: number) => [
  float(time),
  float(duration > 0 ? Math.min(1, Math.max(0, time / duration)) : 0),
  integer(playing ? 1 : 0),
]

/**
 * Turns the messages of devices into events of OSC: each is told when it changes.
 * @param emit gets each event
 */
export function createOscStates(readIndex: () => Promise<SiteIndex>, emit: (event: OscEvent) => void) {
  /** `duration` is null until the song has been looked up. */
  const devices = new Map<string, { message: LiveMessage; duration: number | null }>()

  const emitSong = ({ device, at, song }: LiveMessage) =>
    readIndex().then(
      ({ songs }) => {
        const entry = devices.get(device)
        if (entry?.message.song !== song) return
        entry.duration = songs.find(({ key }) => key === song)?.duration ?? 0
        emit({ device, state: 'song', args: describeSong(song, songs), at })
        emitPlayhead(entry.message, entry.duration, entry.message.at)
      },
      () => {},
    )

  /** Between two messages the time goes on by itself. */
  const emitPlayhead = ({ device, at, time, playing }: LiveMessage, duration: number | null, now: number) => {
    if (duration === null) return
    const passed = time + (playing ? Math.max(0, now - at) / 1000 : 0)
    const args = describePlayhead(duration > 0 ? Math.min(passed, duration) : passed, playing, duration)
    emit({ device, state: 'playhead', args, at: now })
  }

  return {
    tell(message: LiveMessage): void {
      const { device, at } = message
      const entry = devices.get(device)
      const before = entry?.message
      const isNewSong = message.song !== before?.song
      const duration = isNewSong ? null : (entry?.duration ?? null)
      devices.set(device, { message, duration })
      if (isNewSong) void emitSong(message)
      if (message.scene !== before?.scene || message.session !== before.session)
        emit({ device, state: 'visitor', args: describeVisitor(message), at })
      for (const chunk of message.sounding)
        if (isNewSong || !before?.sounding.includes(chunk))
          emit({ device, state: 'chunk', args: [integer(chunk + 1), float(message.time)], at })
      if (message.level !== undefined && message.level !== before?.level)
        emit({ device, state: 'level', args: [float(message.level)], at })
      const isElsewhere = !message.playing && message.time !== before?.time
      if (isElsewhere || message.playing !== before?.playing) emitPlayhead(message, duration, at)
    },
    forget(device: string, at: number): void {
      if (devices.delete(device)) emit({ device, state: 'visitor', args: gone, at })
    },
    /** Of all devices that play. */
    emitPlayheads(now: number): void {
      for (const { message, duration } of devices.values())
        if (message.playing && now - message.at <= MAX_MESSAGE_AGE_MS) emitPlayhead(message, duration, now)
    },
    list: (): LiveMessage[] => [...devices.values()].map(({ message }) => message),
  }
}
