/**
 * Encodes one linear channel for the screen.
 * Source: IEC 61966-2-1, transfer function of sRGB.
 * @param linear 0 to 1.
 * @returns sRGB, 0 to 1.
 */
export const linearToSrgb = (linear: number): number =>
  linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055

/** One linear channel (0 to 1) as an sRGB byte. */
export const linearToSrgbByte = (linear: number): number => Math.round(255 * linearToSrgb(linear))

/** Linear sRGB (0 to 1 each) as a CSS color, `#rrggbb`. */
export const linearToHex = (channels: readonly [r: number, g: number, b: number]): string =>
  `#${channels.map((channel) => linearToSrgbByte(channel).toString(16).padStart(2, '0')).join('')}`
