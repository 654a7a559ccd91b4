/** A part of the ribbon with one or more bands; dark until written. */
export class RibbonBand {
  /** 3 × points; the owner fills it before `writePoint`. */
  readonly points: Float32Array

  constructor(
    private readonly position: Float32Array,
    private readonly along: Float32Array,
    private readonly light: Float32Array,
    private readonly across: Float32Array,
    /** Half width in the song's meters. */
    public width: number,
  ) {
    this.points = new Float32Array(position.length / 2)
  }

  /**
   * Writes both edges of the band at point `k`, from `points[source]`; its direction comes from the neighbors
   * within [first, last]. Color in linear sRGB.
   */
  writePoint(
    k: number,
    source: number,
    first: number,
    last: number,
    r: number,
    g: number,
    b: number,
    strength: number,
  ): void {
    const { points, position, along, light, across } = this
    const before = Math.max(first, source - 1) * 3
    const after = Math.min(last, source + 1) * 3
    for (let v = k * 2; v < k * 2 + 2; v++) {
      for (let axis = 0; axis < 3; axis++) {
        position[v * 3 + axis] = points[source * 3 + axis]!
        along[v * 3 + axis] = points[after + axis]! - points[before + axis]!
      }
      light[v * 4] = r
      light[v * 4 + 1] = g
      light[v * 4 + 2] = b
      light[v * 4 + 3] = strength
      across[v * 2] = v % 2 === 0 ? -1 : 1
      across[v * 2 + 1] = this.width
    }
  }

  /** Makes the band invisible until it is written again. */
  hide(): void {
    this.light.fill(0)
  }
}
