import { measureInWorker } from '../../../audio/analysis/analysis-client.ts'
import type { AnalysisEvents, SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import { hashFile } from '../../../audio/decoding/decode-client.ts'
import type { SongLibrary } from '../library/song-library.ts'
import type { LoadedSong, SongAudio } from '../loaded-song.ts'
import { analyzeAudio } from './analyze-audio.ts'
import { loadSongAudio } from './load-song-audio.ts'
import type { OpenEvent, OpenResult, TaskCommand } from './open-events.ts'
import { getOpenedSong, isIdle, listAudio, type OpenState } from './open-state.ts'

/** A file that is being loaded, or loaded audio whose song is not opened yet. */
type AudioLoad = { request: number; controller: AbortController; audio: SongAudio | null }

/** Carries out the asynchronous commands of the state machine; their results come back as events. */
export function createOpenTasks(library: SongLibrary, dispatch: (event: OpenEvent) => void) {
  let running = { request: 0, controller: new AbortController() }
  let filling: { audio: SongAudio; controller: AbortController } | null = null
  const loads = new Set<AudioLoad>()

  const send = (request: number, result: Promise<OpenResult>) =>
    void result.then(
      (event) => dispatch({ ...event, request }),
      (error: unknown) => dispatch({ type: 'failed', request, error }),
    )

  /** One controller per request; the audio has its own, because a request with changed settings keeps it. */
  const getSignal = (request: number): AbortSignal => {
    if (running.request !== request) running = { request, controller: new AbortController() }
    return running.controller.signal
  }

  const stopFilling = () => {
    filling?.controller.abort()
    filling = null
  }

  const perform = (command: TaskCommand) => {
    switch (command.type) {
      case 'readFile':
        return send(
          command.request,
          Promise.resolve(command.file).then((file) => ({ type: 'fileRead', file })),
        )
      case 'readShipped':
        return send(
          command.request,
          command.shipped.then((cached) => ({ type: 'shippedRead', cached })),
        )
      case 'loadAudio':
        return loadAudio(command)
      case 'findCached':
        return findCached(command)
      case 'analyze':
        return analyze(command)
      case 'addSpectrogram':
        return addSpectrogram(command.song)
      case 'fillStore':
        return fillStore(command.audio)
      case 'saveSong':
        return void library.save(command.song.audio, command.song.analysis, command.isCached)
    }
  }

  const loadAudio = ({ request, file }: TaskCommand & { type: 'loadAudio' }) => {
    const load: AudioLoad = { request, controller: new AbortController(), audio: null }
    loads.add(load)
    const result = loadSongAudio(file, load.controller.signal).then((audio): OpenResult => {
      load.audio = audio
      return { type: 'audioLoaded', audio }
    })
    send(request, result)
  }

  const findCached = ({ request, file, sha256, settings }: TaskCommand & { type: 'findCached' }) => {
    const cached = library.isAvailable
      ? library.loadCached(sha256 ?? hashFile(file.blob, getSignal(request)), settings, file)
      : Promise.resolve(null)
    send(
      request,
      cached.then((song) => ({ type: 'cacheSearched', settings, cached: song })),
    )
  }

  const analyze = ({ request, audio, settings, storedSong }: TaskCommand & { type: 'analyze' }) => {
    // The analysis fills the store itself.
    if (filling?.audio === audio) stopFilling()
    const report = (event: OpenResult) => dispatch({ ...event, request })
    const events: AnalysisEvents = {
      onProgress: (stage, progress) => report({ type: 'progressed', stage, progress }),
      onSpectrogram: (spectrogram) => report({ type: 'spectrogramComputed', spectrogram }),
      onOutline: (outline) => report({ type: 'outlineComputed', outline }),
      onForm: (positions, _iteration, iterations) => report({ type: 'formComputed', positions, iterations }),
      onMap: (positions) => report({ type: 'mapComputed', positions }),
    }
    const analysis = analyzeAudio(audio, settings, events, getSignal(request), storedSong)
    send(
      request,
      analysis.then((analyzed) => ({ type: 'analyzed', analysis: analyzed })),
    )
  }

  const addSpectrogram = (song: LoadedSong) => {
    const { audio } = song
    stopFilling()
    const controller = new AbortController()
    filling = { audio, controller }
    const add = (spectrogram: SpectrogramImage | null) => {
      if (filling?.controller === controller) stopFilling()
      dispatch({ type: 'spectrogramAdded', song, spectrogram })
    }
    measureInWorker(audio.stream, controller.signal).then(
      (measured) => add(measured.spectrogram),
      () => add(null),
    )
  }

  const fillStore = (audio: SongAudio) => {
    if (filling?.audio === audio) return
    stopFilling()
    filling = { audio, controller: new AbortController() }
    audio.fillStore(filling.controller.signal).catch(() => {})
  }

  return {
    perform,
    /** Stops what the state has superseded, and releases audio that it no longer needs. */
    abortSuperseded: (state: OpenState) => {
      const request = isIdle(state) ? null : state.request
      if (running.request !== request) running.controller.abort()
      const neededAudio = listAudio(state)
      for (const load of loads) {
        const isNeeded = load.audio ? neededAudio.includes(load.audio) : load.request === request
        if (!isNeeded) load.controller.abort()
        if (!isNeeded || load.audio === getOpenedSong(state)?.audio) loads.delete(load)
      }
    },
  }
}
