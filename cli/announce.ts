import { renderUnicodeCompact } from 'uqr'

/** A QR code for a terminal. */
export const renderQrCode = (url: string): string => renderUnicodeCompact(url, { border: 2 })

/** How to pass the browser's warning about a self-signed certificate. */
export const selfSignedCertificateHelp = `Open it in the headset’s browser, or scan it with the phone. The first time, the browser warns that it does not know
this computer: choose “Advanced” and continue (iPhone: “Show Details”, “visit this website”). The warning appears again
only when this computer’s address changes. Press Ctrl+C to end.`
