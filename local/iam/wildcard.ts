/** IAM's wildcards: `*` is any run of characters, `?` exactly one. */
export function matchesWildcard(
  pattern: string,
  value: string,
  options: { ignoreCase?: boolean } = {},
): boolean {
  const source = pattern
    .split('')
    .map((letter) =>
      letter === '*'
        ? '[\\s\\S]*'
        : letter === '?'
          ? '[\\s\\S]'
          : letter.replace(/[.+^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  return new RegExp(`^${source}$`, options.ignoreCase ? 'i' : '').test(value)
}
