import type { Faults } from '../piece.ts'
import { createReloader } from './reload.ts'
import { readReloads, writeReloads } from './reload-times.ts'
import { showStill } from './still.ts'
import { readWaits, type Watch } from './watch.ts'

/** Whether anybody is there. */
export type Presence = { idle: () => boolean; whenIdle: (act: () => void) => void }

export const createPageReloader = (note: Faults['note'], presence: Presence): Watch['reload'] =>
  createReloader(
    {
      ...presence,
      now: Date.now,
      later: (act, milliseconds) => setTimeout(act, milliseconds),
      read: readReloads,
      write: writeReloads,
      calm: () => showStill('page'),
      note: () => note('reloaded'),
      reload: () => window.location.reload(),
    },
    readWaits().visit,
    readWaits().reloads,
  )
