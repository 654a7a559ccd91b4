import { useId } from 'react'
import { useStore } from 'zustand'
import type { Song } from '../../../audio/song/song.ts'
import { formatTime } from '../../../scenes/state/format-time.ts'
import type { Session } from '../../session/session.ts'
import { KeyboardHelp } from './keyboard-help.tsx'
import { formatPercent } from './number-format.ts'
import { describeAnalysis } from './settings-options.ts'
import { describeNeighbors } from './trust-legend.tsx'

/** What the song is, how it was analyzed, and how far its form can be believed. */
export function InfoPanel({ session }: { session: Session }) {
  const { song, phase, trustShown } = useStore(session.store)
  const id = useId()
  if (!song) {
    const why = phase === 'analyzing' || phase === 'decoding' ? 'The song is still being analyzed.' : 'No song is open.'
    return (
      <div className="panel">
        <h2>About</h2>
        <p>{why}</p>
        <KeyboardHelp />
      </div>
    )
  }
  const { chunks, quality } = song
  return (
    <div className="panel info">
      <h2>{song.title}</h2>
      {song.artist && <p className="artist">{song.artist}</p>}
      <Facts song={song} />
      <h3>The form</h3>
      <p>{describeAnalysis(song.settings, chunks.length)}</p>
      {quality ? (
        <dl className="quality">
          <div>
            <dt>Trustworthiness</dt>
            <dd>{formatPercent(quality.trustworthiness, 1)}</dd>
            <dd className="words">{describeTrust(quality.trustworthiness)}</dd>
          </div>
          <div>
            <dt>KL divergence</dt>
            <dd>{quality.divergence.toFixed(3)}</dd>
            <dd className="words">
              What could not be fitted into three dimensions: 0 would be all of it. Compare it within one song only.
            </dd>
          </div>
        </dl>
      ) : (
        <p>How true the form is as a whole was not measured.</p>
      )}
      {quality?.landmarks !== undefined && (
        <p>
          With so many chunks, {quality.landmarks} landmarks were arranged first, and the others joined them for the
          last steps.
        </p>
      )}
      <h3>Trust</h3>
      <label className="switch" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={trustShown}
          aria-checked={trustShown}
          aria-describedby={`${id}-does`}
          onChange={({ target }) => session.store.setState({ trustShown: target.checked })}
        />
        Show trust
      </label>
      <p id={`${id}-does`}>
        A box keeps its color where its neighbors in the room are its neighbors in sound, and turns into a grey frame
        where they are not. On average a chunk keeps {formatPercent(computeMeanTrust(song))} of its{' '}
        {describeNeighbors(chunks.length)}.
      </p>
      <KeyboardHelp />
    </div>
  )
}

function Facts({ song }: { song: Song }) {
  const { source, license, chunks } = song
  const channels = ['', 'mono', 'stereo'][source.channels] ?? `${source.channels} channels`
  const facts: [string, string | undefined][] = [
    ['License', license],
    ['File', source.name],
    ['Sound', `${formatTime(source.duration)}, ${(source.sampleRate / 1000).toLocaleString('en')} kHz, ${channels}`],
    ['Chunks', String(chunks.length)],
  ]
  return (
    <dl className="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

const computeMeanTrust = ({ chunks }: Song) => chunks.reduce((sum, chunk) => sum + chunk.trust, 0) / chunks.length

function describeTrust(trustworthiness: number): string {
  const often =
    trustworthiness >= 0.97
      ? 'nearly always'
      : trustworthiness >= 0.92
        ? 'mostly'
        : trustworthiness >= 0.85
          ? 'often'
          : 'not reliably'
  return `Neighbors in the room are ${often} neighbors in sound.`
}
