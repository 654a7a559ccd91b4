import type { PathChunk } from '../../scenes/geometry/path.ts'
import forms from '../fixtures/forms.json' with { type: 'json' }
import { chunksOf } from './sample-chunks.ts'

export type ShippedForm = { name: string; chunks: PathChunk[]; embedding: Float32Array }

/** The six songs that are shipped: their cuts, and where t-SNE puts their chunks. */
export const shippedForms: readonly ShippedForm[] = Object.entries(forms).map(([name, { positions, durations }]) => ({
  name,
  chunks: chunksOf(durations),
  embedding: Float32Array.from(positions),
}))
