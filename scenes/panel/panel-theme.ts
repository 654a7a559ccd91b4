/** Sizes are in pixels of the panel; one pixel is 0.9 mm in the room. */
export const PIXEL_SIZE_M = 0.0009
export const PANEL_WIDTH_PX = 620
export const PANEL_PADDING_PX = 26
export const CONTENT_WIDTH_PX = PANEL_WIDTH_PX - 2 * PANEL_PADDING_PX
/** 4.9 cm: large enough for a fingertip. */
export const BUTTON_HEIGHT_PX = 54
export const GAP_PX = 10

export const TEXT_COLOR = '#eef1fb'
export const MUTED_COLOR = '#aab4d2'
/** Dark glass: what is behind it shows, dimly. */
export const PANEL_COLOR = '#06080fe0'
/** Thin lines and fills of white; what is selected has the color of the song instead. */
export const LINE_COLOR = '#ffffff26'
export const HOVER_COLOR = '#ffffff24'
export const PRESSED_COLOR = '#ffffff40'
