/** `text` within so many bytes of UTF-8, cut between characters. */
export function within(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(`${kept}${character}…`) > bytes) break
    kept += character
  }
  return `${kept}…`
}
