import encodeQR from 'qr'

const look = { ecc: 'medium', border: 2 } as const

/** The QR code that says this, as a picture within a page. */
export const codePicture = (says: string): string => encodeQR(says, 'data-url', { ...look, scale: 6 })

/** The same as squares of black (true) and white. */
export const codeSquares = (says: string): boolean[][] => encodeQR(says, 'raw', look)
