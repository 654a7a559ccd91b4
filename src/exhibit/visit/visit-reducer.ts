import type { Scene } from '../../../protocol/live-messages.ts'
import type { FlowEvent, FlowState } from '../exhibit-context.ts'

type Milliseconds = number

/** What a visit goes by. */
export type Rules = {
  /** Keys, in the order in which they are shown. */
  songs: readonly string[]
  /** The first is the one the piece rests in. */
  languages: readonly string[]
  reminder: Milliseconds
  countdown: Milliseconds
  /** 0: none. */
  visit: Milliseconds
  ending: Milliseconds
  attract: Milliseconds
  intro: Milliseconds
}

/** Where a visit stands, with what only the flow needs to know. */
export type Stand = FlowState & {
  /** Grows whenever a song is to be shown from its beginning. */
  take: number
  /** When this visit is over at the latest; infinite where there is no limit. */
  limit: Milliseconds
  /** Somebody wears the headset. */
  worn: boolean
  /** By the hours, until the staff says otherwise. */
  open: boolean
  /** Songs that failed in this round. */
  broken: readonly string[]
}

/** Besides what visitors and staff do. */
export type Happening =
  | FlowEvent
  /** Time has passed. */
  | { type: 'tick' }
  | { type: 'hours'; open: boolean }
  | { type: 'songEnded' }
  | { type: 'songFailed'; key: string }

const VISIT: readonly Scene[] = ['welcome', 'intro', 'free', 'reminder', 'ending']

/** Somebody is there. */
export const isVisit = (scene: Scene): boolean => VISIT.includes(scene)

export function begin(rules: Rules, now: Milliseconds): Stand {
  return {
    scene: 'attract',
    language: rules.languages[0] ?? 'en',
    song: rules.songs[0] ?? null,
    visit: 0,
    until: now + rules.attract,
    headset: false,
    take: 1,
    limit: Number.POSITIVE_INFINITY,
    worn: false,
    open: true,
    broken: [],
  }
}

/** One thing happens; whatever has run out by then comes first. */
export function step(before: Stand, event: Happening, now: Milliseconds, rules: Rules): Stand {
  const state = expire(before, now, rules)
  const visit = isVisit(state.scene)
  switch (event.type) {
    case 'tick':
      return state
    case 'touched':
      return touch(state, now, rules)
    case 'language':
      return choose(state, event.language, now, rules)
    case 'introSeen':
      return state.scene === 'intro' ? free(anew(state), now, rules) : state
    case 'song':
      return rules.songs.includes(event.key) ? show(state, event.key, now, rules) : state
    case 'nextSong':
      return showNext(state, now, rules)
    case 'songEnded':
      return state.scene === 'attract' ? showNext(state, now, rules) : state
    case 'songFailed':
      return fail(state, event.key, now, rules)
    case 'headsetOn':
      return putOn({ ...state, worn: true }, now, rules)
    case 'headsetOff':
      return visit && state.headset ? rest({ ...state, worn: false }, now, rules) : { ...state, worn: false }
    case 'staffPause':
      return { ...rest(state, now, rules), scene: 'paused', until: null }
    case 'staffResume':
      return state.scene === 'paused' || state.scene === 'closed' ? rest({ ...state, open: true }, now, rules) : state
    case 'staffClose':
      return { ...rest(state, now, rules), open: false, scene: 'closed', until: null }
    case 'hours':
      return openOrClose({ ...state, open: event.open }, now, rules)
    case 'reset':
      return visit ? rest(state, now, rules) : state
  }
}

function expire(state: Stand, now: Milliseconds, rules: Rules): Stand {
  const { scene, until, limit } = state
  if (isVisit(scene) && scene !== 'ending' && now >= limit) return end(state, now, rules)
  if (until === null || now < until) return state
  if (scene === 'attract') return showNext(state, now, rules)
  if (scene === 'intro') return free(anew(state), now, rules)
  if (scene === 'free') return { ...state, scene: 'reminder', until: Math.min(now + rules.countdown, limit) }
  return rest(state, now, rules)
}

const anew = (state: Stand): Stand => ({ ...state, take: state.take + 1 })

/** Nobody is there: everything is as it was before the visit. */
function rest(state: Stand, now: Milliseconds, rules: Rules): Stand {
  const nobody = {
    language: rules.languages[0] ?? 'en',
    headset: false,
    limit: Number.POSITIVE_INFINITY,
    take: state.take + 1,
  }
  if (!state.open) return { ...state, ...nobody, scene: 'closed', until: null }
  return { ...state, ...nobody, scene: 'attract', until: now + rules.attract }
}

const come = (state: Stand, now: Milliseconds, { visit }: Rules): Stand => ({
  ...state,
  visit: state.visit + 1,
  limit: visit > 0 ? now + visit : Number.POSITIVE_INFINITY,
})

const idleFrom = (state: Stand, now: Milliseconds, { reminder }: Rules): Stand => ({
  ...state,
  until: Math.min(now + reminder, state.limit),
})

const introduce = (state: Stand, now: Milliseconds, { intro }: Rules): Stand => ({
  ...state,
  scene: 'intro',
  until: Math.min(now + intro, state.limit),
})

const free = (state: Stand, now: Milliseconds, rules: Rules): Stand => ({
  ...idleFrom(state, now, rules),
  scene: 'free',
})

const end = (state: Stand, now: Milliseconds, { ending }: Rules): Stand => ({
  ...state,
  scene: 'ending',
  until: now + ending,
})

function touch(state: Stand, now: Milliseconds, rules: Rules): Stand {
  switch (state.scene) {
    case 'attract':
      if (state.worn) return putOn(state, now, rules)
      // Where there is no language to choose, one begins.
      if (rules.languages.length < 2) return introduce(come(state, now, rules), now, rules)
      return idleFrom({ ...come(state, now, rules), scene: 'welcome' }, now, rules)
    case 'welcome':
      return idleFrom(state, now, rules)
    case 'free':
    case 'reminder':
      return free(state, now, rules)
    default:
      return state
  }
}

function choose(before: Stand, language: string, now: Milliseconds, rules: Rules): Stand {
  if (!rules.languages.includes(language)) return before
  const state = before.scene === 'attract' ? come(before, now, rules) : before
  switch (state.scene) {
    case 'attract':
    case 'welcome':
      return introduce({ ...state, language }, now, rules)
    case 'intro':
      return { ...state, language }
    case 'free':
    case 'reminder':
      return free({ ...state, language }, now, rules)
    default:
      return state
  }
}

function show(before: Stand, song: string | null, now: Milliseconds, rules: Rules): Stand {
  const state = { ...before, song, take: before.take + 1 }
  switch (state.scene) {
    case 'attract':
      return { ...state, until: now + rules.attract }
    case 'free':
    case 'reminder':
      return free(state, now, rules)
    case 'welcome':
    case 'intro':
      return state
    default:
      return before
  }
}

/** The song after the shown one; one that failed is tried again in the next round. */
function showNext(state: Stand, now: Milliseconds, rules: Rules): Stand {
  const { songs } = rules
  const from = songs.indexOf(state.song ?? '')
  const ahead = songs.slice(from + 1).find((key) => !state.broken.includes(key))
  if (ahead !== undefined) return show(state, ahead, now, rules)
  return show(
    { ...state, broken: [] },
    songs.find((key) => !state.broken.includes(key)) ?? songs[0] ?? null,
    now,
    rules,
  )
}

/** At once another one; where all have failed, they are tried again when the time of this one is over. */
function fail(state: Stand, key: string, now: Milliseconds, rules: Rules): Stand {
  if (key !== state.song || state.broken.includes(key)) return state
  const broken = [...state.broken, key]
  const left = [...rules.songs.slice(rules.songs.indexOf(key)), ...rules.songs].find((song) => !broken.includes(song))
  if (left === undefined) return { ...state, broken: [] }
  return show({ ...state, broken }, left, now, rules)
}

function putOn(state: Stand, now: Milliseconds, rules: Rules): Stand {
  switch (state.scene) {
    case 'attract':
      return free(anew({ ...come(state, now, rules), headset: true }), now, rules)
    case 'welcome':
    case 'intro':
      return free(anew({ ...state, headset: true }), now, rules)
    case 'free':
    case 'reminder':
      return free({ ...state, headset: true }, now, rules)
    default:
      return state
  }
}

function openOrClose(state: Stand, now: Milliseconds, rules: Rules): Stand {
  if (state.scene === 'paused' || state.scene === 'ending') return state
  if (state.open) return state.scene === 'closed' ? rest(state, now, rules) : state
  if (state.scene === 'attract' || state.scene === 'welcome' || state.scene === 'closed') return rest(state, now, rules)
  return end(state, now, rules)
}
