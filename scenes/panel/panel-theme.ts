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
export const PANEL_COLOR = '#090c15'
export const BORDER_COLOR = '#2a3352'
export const BUTTON_COLOR = '#171d30'
export const HOVER_COLOR = '#2c3759'
export const PRESSED_COLOR = '#43548c'
export const SELECTED_COLOR = '#4a5dab'
export const ACCENT_COLOR = '#5b70c6'
export const PRIMARY_COLOR = '#dfe6ff'
export const PRIMARY_TEXT_COLOR = '#10131f'
