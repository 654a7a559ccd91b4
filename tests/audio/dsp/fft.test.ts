import { describe, expect, test } from 'vitest'
import { createFft } from '../../../audio/dsp/fft.ts'
import { createPowerSpectrum } from '../../../audio/dsp/power-spectrum.ts'
import { noise } from '../../wav.ts'

/** The discrete Fourier transform by its definition. */
function slowTransform(re: ArrayLike<number>, im: ArrayLike<number>): { re: number[]; im: number[] } {
  const n = re.length
  const out = { re: [] as number[], im: [] as number[] }
  for (let k = 0; k < n; k++) {
    let sumRe = 0
    let sumIm = 0
    for (let t = 0; t < n; t++) {
      const angle = (-2 * Math.PI * ((k * t) % n)) / n
      sumRe += re[t]! * Math.cos(angle) - im[t]! * Math.sin(angle)
      sumIm += re[t]! * Math.sin(angle) + im[t]! * Math.cos(angle)
    }
    out.re.push(sumRe)
    out.im.push(sumIm)
  }
  return out
}

describe('createFft', () => {
  test.each([4, 16, 64, 1024])('is the Fourier transform at size %i', (size) => {
    const re = noise(size, 3)
    const im = noise(size, 4)
    const fft = createFft(size)
    fft.run(re, im)
    const expected = slowTransform(re, im)
    for (let k = 0; k < size; k++) {
      expect(fft.re[k]).toBeCloseTo(expected.re[k]!, 9)
      expect(fft.im[k]).toBeCloseTo(expected.im[k]!, 9)
    }
  })

  test('is inverted by the inverse transform', () => {
    const re = noise(256, 5)
    const im = noise(256, 6)
    const there = createFft(256)
    const back = createFft(256)
    there.run(re, im)
    back.run(there.im, there.re)
    for (let i = 0; i < 256; i++) expect(back.im[i]! / 256).toBeCloseTo(re[i]!, 12)
  })

  test.each([2, 8, 1000])('refuses size %i', (size) => {
    expect(() => createFft(size)).toThrow(RangeError)
  })
})

describe('createPowerSpectrum', () => {
  test.each([8, 32, 2048])('is the squared magnitude at size %i', (size) => {
    const samples = noise(size, 7)
    const spectrum = createPowerSpectrum(size)
    spectrum.input.set(samples)
    spectrum.run()
    const expected = slowTransform(samples, new Float64Array(size))
    expect(spectrum.power).toHaveLength(size / 2 + 1)
    spectrum.power.forEach((value, k) => {
      const power = expected.re[k]! ** 2 + expected.im[k]! ** 2
      expect(Math.abs(value - power)).toBeLessThan(1e-9 * size)
    })
  })
})
