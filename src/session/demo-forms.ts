import * as v from 'valibot'
import type { SongForm } from '../../audio/song/song-form.ts'

const DemoFormsSchema = v.record(
  v.string(),
  v.pipe(
    v.object({ positions: v.array(v.number()), durations: v.array(v.number()) }),
    v.check(({ positions, durations }) => positions.length === 3 * durations.length),
    v.transform(({ positions, durations }): SongForm => ({ positions: Float32Array.from(positions), durations })),
  ),
)

let loading: Promise<Readonly<Record<string, SongForm>>> | null = null

/** The forms of the demo songs by file, fetched once; empty if the server has none. */
export function loadDemoForms(): Promise<Readonly<Record<string, SongForm>>> {
  loading ??= fetch(new URL('songs/forms.json', document.baseURI))
    .then(async (response) => v.parse(DemoFormsSchema, await response.json()))
    .catch(() => {
      loading = null
      return {}
    })
  return loading
}
