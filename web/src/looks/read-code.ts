import decodeQR from 'qr/decode.js'

/** What a QR code on a picture says; nothing where there is none to be read. */
export async function codeIn(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file)
  // Larger ones are read no better.
  const scale = Math.min(1, 1000 / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const draw = canvas.getContext('2d')
  if (!draw) return undefined
  draw.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  try {
    return decodeQR(draw.getImageData(0, 0, canvas.width, canvas.height))
  } catch {
    // The decoder's way to say that it sees no code.
    return undefined
  }
}
