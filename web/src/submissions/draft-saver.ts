import type { Content } from '../../../lib/submission/content'

/**
 * Brings the content of a draft to the service, one call at a time. Where an answer was lost nobody knows whether the
 * content arrived and was counted: exactly that content is sent again first, which the service recognises, and its
 * answer says how many edits there are now. So a lost answer never makes an author a stranger to the own draft.
 */
export function draftSaver(given: {
  saved: { content: Content; edits: number }
  /** resolves with the count of edits after it */
  put: (edits: number, content: Content) => Promise<number>
  /** whether the service looked at the content and said no; after any other failure it may have arrived */
  hasDecided: (error: unknown) => boolean
}) {
  let { saved } = given
  let inDoubt: Content | undefined

  async function send(content: Content): Promise<void> {
    try {
      saved = { content, edits: await given.put(saved.edits, content) }
      inDoubt = undefined
    } catch (error) {
      inDoubt = given.hasDecided(error) ? undefined : content
      throw error
    }
  }

  async function settleDoubt(content: Content): Promise<void> {
    if (!inDoubt || inDoubt === content) return
    try {
      await send(inDoubt)
    } catch (error) {
      // A no to what has been typed over since is no answer to the newer text, which asks for its own.
      if (!given.hasDecided(error)) throw error
    }
  }

  return {
    /** how often the draft was edited, as far as this page has seen */
    edits: (): number => saved.edits,
    /** the content that this page’s own began from */
    base: (): Content => saved.content,
    /** What the service has now was looked at and merged: the next save stands on it. */
    standOn(now: { content: Content; edits: number }): void {
      saved = now
      inDoubt = undefined
    },
    isSaved: (content: Content): boolean => content === saved.content,
    async save(content: Content): Promise<void> {
      if (content === saved.content) return
      await settleDoubt(content)
      await send(content)
    },
  }
}
