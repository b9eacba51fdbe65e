import { useState, type ReactNode } from 'react'
import type { Start } from '../../../lib/start/start'
import { call } from '../api/client'
import type { KeptBlocks } from '../article/kept-blocks'
import { KeepStart, type Keeping } from './keep-start'
import { Library } from './library'
import { useStarts } from './starts'

/** Blocks and the library for the editor of this draft, with the dialogs they ask in. */
export function useKeptBlocks({
  submissionId,
  use,
}: {
  submissionId: string
  /** puts a file among those of the draft */
  use: (mediaId: string) => void
}): { kept: KeptBlocks; dialogs: ReactNode } {
  const { data } = useStarts()
  const [keeping, setKeeping] = useState<Keeping>()
  const [choosing, setChoosing] = useState<{ chosen: (mediaId: string) => void }>()
  const blocks = data?.starts.filter(({ kind }) => kind === 'block') ?? []
  return {
    kept: {
      list: blocks.map(({ id, name, owner }) => ({ id, name, company: owner === 'company' })),
      async load(id) {
        const owner = blocks.find((one) => one.id === id)?.owner ?? ''
        const { start } = await call<{ start: Start }>('GET', `/starts/${owner}/${id}`)
        return start.kind === 'block' ? start.body : ''
      },
      ...((data?.keeps.unit || data?.keeps.company) && {
        keep: (body: string) => setKeeping({ kind: 'block', body }),
      }),
      choosePicture: (chosen) => setChoosing({ chosen }),
    },
    dialogs: (
      <>
        <KeepStart what={keeping} close={() => setKeeping(undefined)} />
        {choosing && (
          <Library
            submissionId={submissionId}
            opened
            kind="picture"
            close={() => setChoosing(undefined)}
            chosen={(media) => {
              use(media.id)
              choosing.chosen(media.id)
            }}
          />
        )}
      </>
    ),
  }
}
