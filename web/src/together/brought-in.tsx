import { Alert } from '@mantine/core'
import { labelOf } from '../../../lib/submission/fields'
import { useLanguage } from '../language'
import type { Draft } from '../submissions/use-draft'

/** Says what came in from another hand by itself. */
export function BroughtIn({ draft }: { draft: Draft }) {
  const { say, tell } = useLanguage()
  const { brought } = draft
  if (!brought) return null
  const who = brought.by.join(say('、', ', ')) || say('您在另一个窗口', 'you, in another window,')
  const what = [
    ...(brought.blocks > 0
      ? [say(`正文 ${brought.blocks} 处`, `${brought.blocks} places of the text`)]
      : brought.fields.length === 0
        ? [tell(labelOf('body'))]
        : []),
    ...brought.fields.map((field) => tell(labelOf(field))),
  ].join(say('、', ', '))
  return (
    <Alert
      color="blue"
      role="status"
      withCloseButton
      onClose={draft.seen}
      closeButtonLabel={say('知道了', 'Seen')}
    >
      {say(
        `${who}也改了这篇稿件，已合并到您的页面：${what}`,
        `${who} changed this draft too; it was merged into your page: ${what}`,
      )}
    </Alert>
  )
}
