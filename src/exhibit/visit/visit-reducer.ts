import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { VisitAction, VisitStatus } from '../exhibit-context.ts'

type Milliseconds = number

/** The exhibit's configuration of a visit. */
export type VisitRules = {
  /** Song keys in display order. */
  songs: readonly string[]
  /** The first is used between visits. */
  languages: readonly string[]
  reminder: Milliseconds
  countdown: Milliseconds
  /** Longest visit; 0: unlimited. */
  visit: Milliseconds
  ending: Milliseconds
  attract: Milliseconds
  intro: Milliseconds
}

/** The status of the visit and what only the reducer needs. */
export type VisitState = VisitStatus & {
  /** Incremented whenever a song has to start from its beginning. */
  songStarts: number
  /** Time limit of the visit; Infinity without one. */
  visitEndsAt: Milliseconds
  headsetWorn: boolean
  /** By the opening hours, unless the staff overrides them. */
  open: boolean
  /** Keys of songs that failed since all were tried. */
  failedSongs: readonly string[]
}

/** Actions of visitors and staff, and events of the exhibit itself. */
export type VisitEvent =
  | VisitAction
  /** A timeout may have expired. */
  | { type: 'tick' }
  | { type: 'hours'; open: boolean }
  | { type: 'songEnded' }
  | { type: 'songFailed'; key: string }

export function createVisitState(rules: VisitRules, now: Milliseconds): VisitState {
  return {
    scene: 'attract',
    language: rules.languages[0] ?? 'en',
    song: rules.songs[0] ?? null,
    visit: 0,
    until: now + rules.attract,
    headset: false,
    songStarts: 1,
    visitEndsAt: Number.POSITIVE_INFINITY,
    headsetWorn: false,
    open: true,
    failedSongs: [],
  }
}

/** Handles expired timeouts, then the event. */
export function reduceVisit(before: VisitState, event: VisitEvent, now: Milliseconds, rules: VisitRules): VisitState {
  const state = applyTimeouts(before, now, rules)
  const isVisiting = countsAsVisit(state.scene)
  switch (event.type) {
    case 'tick':
      return state
    case 'touched':
      return handleTouch(state, now, rules)
    case 'language':
      return selectLanguage(state, event.language, now, rules)
    case 'introSeen':
      return state.scene === 'intro' ? enterFree(restartSong(state), now, rules) : state
    case 'song':
      return rules.songs.includes(event.key) ? selectSong(state, event.key, now, rules) : state
    case 'nextSong':
      return selectNextSong(state, now, rules)
    case 'songEnded':
      return state.scene === 'attract' ? selectNextSong(state, now, rules) : state
    case 'songFailed':
      return handleSongFailure(state, event.key, now, rules)
    case 'headsetOn':
      return handleHeadsetOn({ ...state, headsetWorn: true }, now, rules)
    case 'headsetOff':
      return isVisiting && state.headset
        ? resetVisit({ ...state, headsetWorn: false }, now, rules)
        : { ...state, headsetWorn: false }
    case 'staffPause':
      return { ...resetVisit(state, now, rules), scene: 'paused', until: null }
    case 'staffResume':
      return state.scene === 'paused' || state.scene === 'closed'
        ? resetVisit({ ...state, open: true }, now, rules)
        : state
    case 'staffClose':
      return { ...resetVisit(state, now, rules), open: false, scene: 'closed', until: null }
    case 'hours':
      return applyOpeningHours({ ...state, open: event.open }, now, rules)
    case 'reset':
      return isVisiting ? resetVisit(state, now, rules) : state
  }
}

function applyTimeouts(state: VisitState, now: Milliseconds, rules: VisitRules): VisitState {
  const { scene, until, visitEndsAt } = state
  if (countsAsVisit(scene) && scene !== 'ending' && now >= visitEndsAt) return enterEnding(state, now, rules)
  if (until === null || now < until) return state
  if (scene === 'attract') return selectNextSong(state, now, rules)
  if (scene === 'intro') return enterFree(restartSong(state), now, rules)
  if (scene === 'free') return { ...state, scene: 'reminder', until: Math.min(now + rules.countdown, visitEndsAt) }
  return resetVisit(state, now, rules)
}

const restartSong = (state: VisitState): VisitState => ({ ...state, songStarts: state.songStarts + 1 })

/** Resets everything to the state before the visit. */
function resetVisit(state: VisitState, now: Milliseconds, rules: VisitRules): VisitState {
  const cleared = {
    language: rules.languages[0] ?? 'en',
    headset: false,
    visitEndsAt: Number.POSITIVE_INFINITY,
    songStarts: state.songStarts + 1,
  }
  if (!state.open) return { ...state, ...cleared, scene: 'closed', until: null }
  return { ...state, ...cleared, scene: 'attract', until: now + rules.attract }
}

const startVisit = (state: VisitState, now: Milliseconds, { visit }: VisitRules): VisitState => ({
  ...state,
  visit: state.visit + 1,
  visitEndsAt: visit > 0 ? now + visit : Number.POSITIVE_INFINITY,
})

const restartIdleTimer = (state: VisitState, now: Milliseconds, { reminder }: VisitRules): VisitState => ({
  ...state,
  until: Math.min(now + reminder, state.visitEndsAt),
})

const enterIntro = (state: VisitState, now: Milliseconds, { intro }: VisitRules): VisitState => ({
  ...state,
  scene: 'intro',
  until: Math.min(now + intro, state.visitEndsAt),
})

const enterFree = (state: VisitState, now: Milliseconds, rules: VisitRules): VisitState => ({
  ...restartIdleTimer(state, now, rules),
  scene: 'free',
})

const enterEnding = (state: VisitState, now: Milliseconds, { ending }: VisitRules): VisitState => ({
  ...state,
  scene: 'ending',
  until: now + ending,
})

function handleTouch(state: VisitState, now: Milliseconds, rules: VisitRules): VisitState {
  switch (state.scene) {
    case 'attract':
      if (state.headsetWorn) return handleHeadsetOn(state, now, rules)
      // With a single language there is nothing to choose.
      if (rules.languages.length < 2) return enterIntro(startVisit(state, now, rules), now, rules)
      return restartIdleTimer({ ...startVisit(state, now, rules), scene: 'welcome' }, now, rules)
    case 'welcome':
      return restartIdleTimer(state, now, rules)
    case 'free':
    case 'reminder':
      return enterFree(state, now, rules)
    default:
      return state
  }
}

function selectLanguage(before: VisitState, language: string, now: Milliseconds, rules: VisitRules): VisitState {
  if (!rules.languages.includes(language)) return before
  const state = before.scene === 'attract' ? startVisit(before, now, rules) : before
  switch (state.scene) {
    case 'attract':
    case 'welcome':
      return enterIntro({ ...state, language }, now, rules)
    case 'intro':
      return { ...state, language }
    case 'free':
    case 'reminder':
      return enterFree({ ...state, language }, now, rules)
    default:
      return state
  }
}

function selectSong(before: VisitState, song: string | null, now: Milliseconds, rules: VisitRules): VisitState {
  const state = { ...before, song, songStarts: before.songStarts + 1 }
  switch (state.scene) {
    case 'attract':
      return { ...state, until: now + rules.attract }
    case 'free':
    case 'reminder':
      return enterFree(state, now, rules)
    case 'welcome':
    case 'intro':
      return state
    case 'paused':
    case 'closed':
      // It begins when the exhibit goes on.
      return { ...before, song }
    default:
      return before
  }
}

/** The next song that has not failed; after the last one, failed songs are tried again. */
function selectNextSong(state: VisitState, now: Milliseconds, rules: VisitRules): VisitState {
  const { songs } = rules
  const shownIndex = songs.indexOf(state.song ?? '')
  const nextKey = songs.slice(shownIndex + 1).find((key) => !state.failedSongs.includes(key))
  if (nextKey !== undefined) return selectSong(state, nextKey, now, rules)
  return selectSong(
    { ...state, failedSongs: [] },
    songs.find((key) => !state.failedSongs.includes(key)) ?? songs[0] ?? null,
    now,
    rules,
  )
}

/** Selects another song at once; if all have failed, they are tried again when this song's time is over. */
function handleSongFailure(state: VisitState, key: string, now: Milliseconds, rules: VisitRules): VisitState {
  if (key !== state.song || state.failedSongs.includes(key)) return state
  const failedSongs = [...state.failedSongs, key]
  const nextKey = [...rules.songs.slice(rules.songs.indexOf(key)), ...rules.songs].find(
    (song) => !failedSongs.includes(song),
  )
  if (nextKey === undefined) return { ...state, failedSongs: [] }
  return selectSong({ ...state, failedSongs }, nextKey, now, rules)
}

function handleHeadsetOn(state: VisitState, now: Milliseconds, rules: VisitRules): VisitState {
  switch (state.scene) {
    case 'attract':
      return enterFree(restartSong({ ...startVisit(state, now, rules), headset: true }), now, rules)
    case 'welcome':
    case 'intro':
      return enterFree(restartSong({ ...state, headset: true }), now, rules)
    case 'free':
    case 'reminder':
      return enterFree({ ...state, headset: true }, now, rules)
    default:
      return state
  }
}

function applyOpeningHours(state: VisitState, now: Milliseconds, rules: VisitRules): VisitState {
  if (state.scene === 'paused' || state.scene === 'ending') return state
  if (state.open) return state.scene === 'closed' ? resetVisit(state, now, rules) : state
  if (state.scene === 'attract' || state.scene === 'welcome' || state.scene === 'closed')
    return resetVisit(state, now, rules)
  return enterEnding(state, now, rules)
}
