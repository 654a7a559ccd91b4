import type { ChunkOutline } from '../../audio/analysis/analysis-types.ts'
import type { Levels } from '../../audio/dsp/levels.ts'
import { computeSongGain } from '../../audio/playback/leveling.ts'
import type { SampleStore } from '../../audio/playback/sample-store.ts'
import { countChannels, type SoundOutput, type Speaker } from '../../audio/playback/speakers/sound-output.ts'
import type { Hertz } from '../../audio/units.ts'
import { songToRoom } from '../../scenes/geometry/placement.ts'
import type { FrameState } from '../../scenes/state/frame-state.ts'
import { listGrabbedChunks } from '../../scenes/state/grabbed-boxes.ts'
import type { SceneServices } from '../../scenes/state/scene-services.ts'
import { getSoundPart, soundPart } from './sound-part.ts'
import { getContextState, openToneContext, type ToneContext } from './tone-context.ts'

/** Chunk positions, and the services that get the song's voices and playback. */
type AudioScene = { frameState: FrameState; services: SceneServices }

/** What is connected, so that it can be connected again to a new context. */
type Connection = {
  scene: AudioScene
  samples: SampleStore
  chunks: readonly ChunkOutline[]
  onEnd: () => void
  placed: boolean
  /** What its voices were made for. */
  output: SoundOutput
}

/** Milliseconds after which the clock of a running context must have advanced. */
const CLOCK_CHECK_DELAY_MS = 1000
const CLOCK_CHECK_INTERVAL_MS = 4000
/** Contexts that may stand still one after the other: then there is no device, until another one or a gesture comes. */
const MAX_FUTILE_REPLACEMENTS = 3

export type AudioOutput = {
  /** Plays one song through the voices of `scene`; what was connected before is disconnected. */
  connect: (scene: AudioScene, samples: SampleStore, chunks: readonly ChunkOutline[], onEnd: () => void) => void
  disconnect: (scene: AudioScene) => void
  /** Called when the browser has no audio, or refuses it: songs then pass in silence. */
  addUnavailableListener: (listener: () => void) => void
  /** Seconds by the clock of the running context; null without one. */
  readClock: () => number | null
  /** Starts audio in the visitor's gesture, before there is anything to play: some systems refuse it later. */
  unlock: (sampleRate: Hertz) => void
  /** Called when running audio has stopped by itself; what can be repaired is repaired already. */
  addFailureListener: (listener: () => void) => void
  /** Whether audio may start: the context has run, or a user gesture came. */
  mayStart: () => boolean
  /** Audio that should play does not: resumes its context once, or replaces it. */
  recover: () => void
  /** How loud the open song is; null while that is not known. */
  setLevels: (levels: Levels | null) => void
  /** Loudspeakers around visitors, of which the place has some: they are its loudspeakers then. */
  setSpeakers: (speakers: readonly Speaker[]) => void
  /** What sounds: the place's loudspeakers, or a pair where the device has too few channels for them. */
  readOutput: () => SoundOutput
  /** Channels that the device lacks for the place's loudspeakers; 0 if it has them, or they are not asked for. */
  countMissingChannels: () => number
  /** To be called after changes of preferences: what the sound comes out of, from boxes or as recorded, and how loud. */
  applySound: () => void
  /** Resumes audio after interruptions: devices that change, a hidden page, calls and alarms. */
  watchInterruptions: () => void
}

/** Owns the page's audio context. */
export function createAudioOutput(): AudioOutput {
  let context: ToneContext | null = null
  let connection: Connection | null = null
  let clockCheckTimer = 0
  let futileReplacements = 0
  let levels: Levels | null = null
  let speakers: readonly Speaker[] = []
  const failureListeners = new Set<() => void>()
  const unavailableListeners = new Set<() => void>()
  /** Contexts that `recover` has resumed in vain. */
  const resumedContexts = new WeakSet<object>()

  const notifyFailure = () => {
    for (const listener of failureListeners) listener()
  }

  const isAudioExpected = () =>
    connection !== null &&
    (connection.scene.services.playback?.playing === true ||
      connection.scene.frameState.boxes.sounding.includes(1) ||
      listGrabbedChunks(connection.scene.frameState.boxes.grabSlots).length > 0)

  const connect: AudioOutput['connect'] = (scene, samples, chunks, onEnd) => {
    const { frameState, services } = scene
    disconnect(scene)
    const { createVoicePool, createSilentVoices, createPlayback } = getSoundPart()
    const connected = requireContext(samples.sampleRate)
    const output = chooseOutput(frameState)
    const placed = isPlaced(frameState)
    connection = { scene, samples, chunks, onEnd, placed, output }
    const position: [number, number, number] = [0, 0, 0]
    services.voices = connected
      ? createVoicePool(samples, connected, {
          spatial: placed,
          volume: frameState.preferences.volume,
          output,
        })
      : createSilentVoices(samples.sampleRate)
    applySongGain()
    services.playback = createPlayback(
      chunks,
      services.voices,
      (chunk) => {
        const [x = 0, y = 0, z = 0] = frameState.boxes.position.subarray(chunk * 3, chunk * 3 + 3)
        songToRoom(frameState.placement, x, y, z, position)
        return position
      },
      onEnd,
      (chunk) => (frameState.boxes.edgeLength[chunk] ?? 0) * frameState.placement.scale,
    )
  }

  const applySongGain = () => {
    if (!connection) return
    const { services, frameState } = connection.scene
    const gain = levels ? computeSongGain(levels, frameState.preferences.evenLoudness, connection.placed) : 1
    services.voices?.setSongGain(gain)
  }

  /** @returns what visitors and the place ask for, as far as the device has it */
  const chooseOutput = ({ preferences }: FrameState): SoundOutput => {
    if (preferences.output === 'headphones' || speakers.length === 0) return preferences.output
    const raw = context?.rawContext as BaseAudioContext | undefined
    return raw && getSoundPart().hasChannels(raw, speakers) ? speakers : 'loudspeakers'
  }

  const disconnect = ({ services }: AudioScene) => {
    services.playback?.dispose()
    services.voices?.dispose()
    services.playback = null
    services.voices = null
    connection = null
  }

  const tryOpenContext = (sampleRate: Hertz): ToneContext | null => {
    try {
      return openContext(sampleRate)
    } catch (error) {
      console.warn('No audio context:', error)
      for (const listener of unavailableListeners) listener()
      return null
    }
  }

  /** The page's context, a new one if it has another rate or is closed; null without audio. */
  const requireContext = (sampleRate: Hertz): ToneContext | null => {
    if (context && getContextState(context) !== 'closed' && context.sampleRate === sampleRate) return context
    const oldContext = context
    // The new context is set first, so that closing the old one is not taken for a failure.
    context = tryOpenContext(sampleRate)
    if (oldContext && getContextState(oldContext) !== 'closed') void oldContext.close()
    return context
  }

  const unlock: AudioOutput['unlock'] = (sampleRate) => {
    // Not loaded yet: the next gesture resumes the context.
    if (!soundPart.store.getState().part || connection) return
    requireContext(sampleRate)
      ?.resume()
      .catch(() => {})
  }

  const openContext = (sampleRate: Hertz): ToneContext => {
    const opened = openToneContext(sampleRate, {
      onClose: () => opened === context && replaceContext(),
      onSuspend: () => {
        if (opened !== context) return
        if (isAudioExpected() && opened.currentTime > 0) notifyFailure()
        resume()
      },
      // A context that never ran would fail again: it waits for another device or a gesture.
      onError: () => opened === context && opened.currentTime > 0 && replaceContext(),
      onSinkChange: checkClock,
    })
    return opened
  }

  /** Resumes a context that the system has suspended; the song continues where its clock stopped. */
  const resume = () => {
    if (!context || !isAudioExpected() || getContextState(context) === 'running') return
    // Rejected during a call and before a gesture; the next event tries again.
    context.resume().catch(() => {})
  }

  /** Continues the song at the same time in a new context. */
  const replaceContext = () => {
    const oldContext = context
    context = null
    if (!connection) return
    if (isAudioExpected()) notifyFailure()
    if (oldContext && getContextState(oldContext) !== 'closed') void oldContext.close()
    renewVoices(connection)
  }

  /** Continues the song at the same time with new voices. */
  const renewVoices = ({ scene, samples, chunks, onEnd }: Connection) => {
    const { frameState, services } = scene
    const time = services.playback?.time() ?? 0
    const isPlaying = services.playback?.playing === true
    connect(scene, samples, chunks, onEnd)
    services.playback?.seek(time)
    if (isPlaying) services.playback?.play()
    services.playback?.repeat(...listGrabbedChunks(frameState.boxes.grabSlots))
    if (isAudioExpected()) void services.voices?.resume()
  }

  /** After an output was unplugged, a context can be in state `running` while its clock stands still. */
  const checkClock = () => {
    resume()
    if (!context || !isAudioExpected() || clockCheckTimer) return
    const checkedContext = context
    const timeBefore = context.currentTime
    clockCheckTimer = window.setTimeout(() => {
      clockCheckTimer = 0
      const isStuck =
        checkedContext === context &&
        getContextState(checkedContext) === 'running' &&
        checkedContext.currentTime === timeBefore
      if (!isStuck) futileReplacements = 0
      else if (isAudioExpected() && futileReplacements++ < MAX_FUTILE_REPLACEMENTS) replaceContext()
    }, CLOCK_CHECK_DELAY_MS)
  }

  /** The device or the visitor's choice may ask for other voices. */
  const applySound = () => {
    if (!connection) return
    const { scene, output, placed } = connection
    if (chooseOutput(scene.frameState) !== output || isPlaced(scene.frameState) !== placed) renewVoices(connection)
    else applySongGain()
  }

  const countMissingChannels = (): number => {
    if (!context || speakers.length === 0 || connection?.output !== 'loudspeakers') return 0
    const { maxChannelCount } = (context.rawContext as BaseAudioContext).destination
    return Math.max(0, countChannels(speakers) - maxChannelCount)
  }

  return {
    connect,
    disconnect,
    setLevels: (next) => {
      levels = next
      applySongGain()
    },
    setSpeakers: (next) => {
      speakers = next
      applySound()
    },
    readOutput: () => connection?.output ?? 'headphones',
    countMissingChannels,
    applySound,
    addUnavailableListener: (listener) => void unavailableListeners.add(listener),
    readClock: () => context?.currentTime ?? null,
    unlock,
    addFailureListener: (listener) => void failureListeners.add(listener),
    mayStart: () => context !== null && (context.currentTime > 0 || navigator.userActivation?.hasBeenActive !== false),
    recover: () => {
      if (context && getContextState(context) === 'suspended' && !resumedContexts.has(context)) {
        resumedContexts.add(context)
        resume()
      } else replaceContext()
    },
    watchInterruptions: () => {
      const checkAnew = () => {
        futileReplacements = 0
        checkClock()
      }
      navigator.mediaDevices?.addEventListener('devicechange', () => {
        // The channels of a device are known to new contexts alone.
        if (countMissingChannels() > 0) replaceContext()
        else checkAnew()
      })
      // In a headset there are no gestures of the page, and devices that fail do not always say so.
      setInterval(checkClock, CLOCK_CHECK_INTERVAL_MS)
      document.addEventListener('visibilitychange', resume)
      window.addEventListener('pageshow', resume)
      // Some systems resume audio only in a gesture.
      // iPhones take only the end of a touch for one.
      for (const gesture of ['pointerdown', 'pointerup', 'touchend', 'click', 'keydown'] as const)
        window.addEventListener(gesture, checkAnew, { capture: true, passive: true })
    },
  }
}

const isPlaced = ({ preferences }: FrameState): boolean => preferences.space !== 'recorded'
