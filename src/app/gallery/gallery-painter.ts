import type { Radians, Seconds } from '../../../audio/units.ts'
import { startPaintLoop } from '../spectrogram/paint-loop.ts'
import { drawForm, type FormPicture } from './form-picture.ts'

const TURN_RATE_RAD_PER_S = (2 * Math.PI) / 48
/** A form turns less than a pixel in that time. */
const FRAME_S: Seconds = 1 / 30
const MAX_PIXEL_RATIO = 1.5
/** All forms are first seen from here. */
const FIRST_YAW_RAD: Radians = 0.6

type Exhibited = { picture: FormPicture; context: CanvasRenderingContext2D; image: ImageData | null; seen: boolean }

/** Paints all forms of a gallery, slowly turning: one loop while any is hung, which paints only what is on the screen. */
export class GalleryPainter {
  readonly #forms = new Map<Element, Exhibited>()
  readonly #isStill: () => boolean
  #stop: (() => void) | null = null
  readonly #screen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const form = this.#forms.get(target)
      if (!form) continue
      form.seen = isIntersecting
      if (isIntersecting) this.#paint(form)
    }
  })
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#resize(target as HTMLCanvasElement)
  })
  #yaw: Radians = FIRST_YAW_RAD
  #elapsed: Seconds = 0

  /** @param isStill whether nothing may move */
  constructor(isStill: () => boolean) {
    this.#isStill = isStill
  }

  /** @returns a function that takes the picture off */
  hang(canvas: HTMLCanvasElement, picture: FormPicture): () => void {
    const context = canvas.getContext('2d')
    if (!context) return () => {}
    this.#forms.set(canvas, { picture, context, image: null, seen: false })
    this.#resize(canvas)
    this.#sizes.observe(canvas)
    this.#screen.observe(canvas)
    this.#stop ??= startPaintLoop((dt) => this.#advance(dt))
    return () => this.#takeDown(canvas)
  }

  #takeDown(canvas: HTMLCanvasElement): void {
    this.#sizes.unobserve(canvas)
    this.#screen.unobserve(canvas)
    this.#forms.delete(canvas)
    if (this.#forms.size > 0) return
    this.#stop?.()
    this.#stop = null
  }

  #resize(canvas: HTMLCanvasElement): void {
    const form = this.#forms.get(canvas)
    const ratio = Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio)
    const width = Math.round(canvas.clientWidth * ratio)
    const height = Math.round(canvas.clientHeight * ratio)
    if (!form || width === 0 || height === 0) return
    if (form.image?.width === width && form.image.height === height) return
    canvas.width = width
    canvas.height = height
    form.image = form.context.createImageData(width, height)
    this.#paint(form)
  }

  #advance(dt: Seconds): void {
    if (this.#isStill()) return
    this.#elapsed += dt
    if (this.#elapsed < FRAME_S) return
    this.#yaw += this.#elapsed * TURN_RATE_RAD_PER_S
    this.#elapsed = 0
    for (const form of this.#forms.values()) if (form.seen) this.#paint(form)
  }

  #paint({ picture, context, image }: Exhibited): void {
    if (!image) return
    drawForm(picture, image.data, image.width, image.height, this.#yaw)
    context.putImageData(image, 0, 0)
  }
}
