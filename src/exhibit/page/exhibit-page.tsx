import type { Piece } from '../piece.ts'

/** What visitors see over the room. */
export function ExhibitPage({ piece }: { piece: Piece }) {
  return (
    <main>
      <h1>{typeof piece.exhibit.title === 'string' ? piece.exhibit.title : piece.exhibit.title.en}</h1>
    </main>
  )
}
