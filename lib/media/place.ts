/** Where files live in the media bucket: the kind in the path lets each validator watch its own. */
export const uploadKey = (kind: 'picture' | 'video', submissionId: string, mediaId: string): string =>
  `in/${kind}/${submissionId}/${mediaId}`

export const previewKey = (submissionId: string, mediaId: string): string =>
  `preview/${submissionId}/${mediaId}.jpg`

/** What readers get of a picture: made once, when it is accepted. */
export const copyKey = (submissionId: string, mediaId: string): string =>
  `copy/${submissionId}/${mediaId}.jpg`

/** What an upload key names; undefined for any other object. */
export function placeOf(
  key: string,
): { kind: 'picture' | 'video'; submissionId: string; mediaId: string } | undefined {
  const [root, kind, submissionId, mediaId, ...rest] = key.split('/')
  if (
    root !== 'in' ||
    (kind !== 'picture' && kind !== 'video') ||
    !submissionId ||
    !mediaId ||
    rest.length > 0
  )
    return undefined
  return { kind, submissionId, mediaId }
}
