import { useRef } from 'react'
import type { Piece } from '../exhibit-context.ts'
import { InTurn } from './rotating-text.tsx'
import { WallLabel } from './wall-label.tsx'

/** Farther than this, a finger has swept over the glass; no click comes of that. */
const SWEPT_PIXELS = 10

/** Nobody is there, and the song unfolds by itself; a touch anywhere begins. */
export function Attract({ piece, languages, title }: { piece: Piece; languages: readonly string[]; title: string }) {
  const down = useRef({ x: 0, y: 0 })
  const begin = () => piece.flow.act({ type: 'touched' })
  return (
    <button
      type="button"
      className="attract"
      onClick={begin}
      onPointerDown={({ clientX: x, clientY: y }) => {
        down.current = { x, y }
      }}
      onPointerUp={({ clientX, clientY, pointerType }) => {
        const { x, y } = down.current
        if (pointerType === 'touch' && Math.hypot(clientX - x, clientY - y) > SWEPT_PIXELS) begin()
      }}
    >
      <WallLabel piece={piece} title={title} />
      <span className="call">
        <span className="drop-ring" aria-hidden="true" />
        <InTurn word="begin" languages={languages} />
      </span>
    </button>
  )
}
