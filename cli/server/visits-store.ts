import { SongError } from '../../audio/errors.ts'

// A placeholder with what is used of the real one, until that is merged.

export type Visits = {
  csv: (songs?: readonly { key: string; title: string }[]) => string
  close: () => Promise<void>
}

export async function openVisits(folder: string): Promise<Visits> {
  throw new SongError(`There are no counts in “${folder}” yet.`)
}
