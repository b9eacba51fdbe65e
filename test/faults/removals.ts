/**
 * What `--without` takes out of the running parts, one thing each, by changing the source as it is bundled. Each text
 * must stand in its file exactly once, or the run stops: a removal that removes nothing would prove nothing.
 */
export interface Removal {
  file: string
  find: string
  replace: string
}

export const removals = {
  /** The day is taken by a plain put: whoever comes second takes it too. */
  claim: [
    {
      file: 'lib/edition/store.ts',
      find: 'await table.put({ ...claim, ...claimKey(account, claim.date) }, absent)',
      replace: 'await table.put({ ...claim, ...claimKey(account, claim.date) })',
    },
  ],
  /** The head of the edition and the lines of the send ledger are written whatever was written meanwhile. */
  revisions: [
    {
      file: 'lib/edition/store.ts',
      find: "  expression: '#revision = :seen',\n",
      replace: "  expression: '#revision = :seen OR NOT #revision = :seen',\n",
    },
  ],
  /** WeChat is asked first, and that it was asked is written afterwards. */
  intent: [
    {
      file: 'lib/edition/intend.ts',
      find: 'export const writeIntent =',
      replace: 'export const later = new WeakMap<Send, () => Promise<unknown>>()\nexport const writeIntent =',
    },
    {
      file: 'lib/edition/intend.ts',
      find: 'await editions.change(edition.date, (current) => {',
      replace: 'written = true\nlater.set(intent, () => editions.change(edition.date, (current) => {',
    },
    {
      file: 'lib/edition/intend.ts',
      find: '      })\n    } catch (error) {',
      replace: '      }))\n    } catch (error) {',
    },
    {
      file: 'lib/edition/mass-send.ts',
      find: "import { markSending, writeIntent } from './intend'",
      replace: "import { later, markSending, writeIntent } from './intend'",
    },
    {
      file: 'lib/edition/mass-send.ts',
      find: 'const { send } = await learn(',
      replace: 'await later.get(intent)?.()\nconst { send } = await learn(',
    },
  ],
  /** What is built, tested and sent is no longer compared with the hash that every tier approved. */
  'hash-check': [
    {
      file: 'lib/edition/approved.ts',
      find: '  requireSameContent(submission, item.contentHash)\n',
      replace: '',
    },
  ],
  /** The draft at WeChat is no longer compared with the one that was tested. */
  'draft-check': [
    {
      file: 'lib/edition/draft-check.ts',
      find: 'if (draft && stored.length > 0 && isDraftOf(draft.fingerprint, stored)) return draft.mediaId',
      replace: 'if (draft) return draft.mediaId',
    },
  ],
} satisfies Record<string, Removal[]>
export type Without = keyof typeof removals
