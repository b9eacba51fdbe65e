import { Button, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconCrop, IconUpload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { DraftPreview, ShownSubmission } from '../../../lib/api/submission'
import { sidesOf } from '../../../lib/article/cover'
import { useLanguage } from '../language'
import { ChooseFiles } from '../parts/choose-files'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import type { Draft } from './use-draft'
import type { Begun } from './use-uploads'

const CropCover = lazy(async () => ({ default: (await import('./crop-cover')).CropCover }))

/** Which picture stands for the article in the list of the day, and which part of it. */
export function CoverBox(given: {
  shown: ShownSubmission
  draft: Draft
  preview: DraftPreview | undefined
  upload: (file: File) => Promise<Begun>
}) {
  const { shown, draft, preview } = given
  const { say } = useLanguage()
  const { cover, mediaIds } = draft.content
  const [cropping, setCropping] = useState(false)
  const [trouble, setTrouble] = useState<unknown>()
  const pictures = mediaIds.flatMap((id) => {
    const media = shown.media.find((one) => one.id === id && one.kind === 'picture')
    return media ? [{ ...media, url: preview?.media.find((link) => link.id === id)?.url }] : []
  })
  const now = cover?.mediaId ?? pictures[0]?.id
  const chosen = pictures.find(({ id }) => id === now)
  const sides = chosen && sidesOf(chosen.facts)

  const choose = (mediaId: string) => {
    if (mediaId !== cover?.mediaId) draft.change({ cover: { mediaId } })
    setCropping(true)
  }
  const uploadOwn = async (file: File | null) => {
    if (!file) return
    const begun = await given.upload(file)
    setTrouble('error' in begun ? begun.error : undefined)
    if ('mediaId' in begun) {
      // A picture that stands in the article already goes on standing there.
      const apart = !mediaIds.includes(begun.mediaId) && { apart: true as const }
      draft.change({ cover: { mediaId: begun.mediaId, ...apart } })
    }
  }

  return (
    <section aria-labelledby="cover">
      <Title order={2} size="h4" id="cover">
        {say('封面', 'Cover')}
      </Title>
      <Text size="sm" c="dimmed">
        {pictures.length === 0
          ? say(
              '还没有图片：读者在列表里看到一块素色。上传图片后可选一张，也可另传一张只作封面。',
              'No picture yet: readers would see a plain ground in the list. Upload one and choose it, or upload one for the cover alone.',
            )
          : cover
            ? say('封面和裁剪会随稿件一起审批。', 'The cover and its crops are approved with the article.')
            : say(
                '现在是第一张图片的中间部分；点一张图片可以另选并裁剪。',
                'Now the middle of the first picture; press a picture to choose and crop it.',
              )}
      </Text>
      <Group gap="xs" mt="xs" role="group" aria-label={say('选哪张图片作封面', 'Which picture is the cover')}>
        {pictures.map(({ id, fileName, url }) => (
          <UnstyledButton
            key={id}
            className="cover-choice"
            aria-pressed={id === now}
            aria-label={say(`用 ${fileName} 作封面`, `use ${fileName} as the cover`)}
            onClick={() => choose(id)}
          >
            {url ? <img src={url} alt="" /> : <span>{fileName}</span>}
          </UnstyledButton>
        ))}
      </Group>
      <Group gap="xs" mt="xs">
        <ChooseFiles accept=".jpg,.jpeg" onChange={(file) => void uploadOwn(file)}>
          {(props) => (
            <Button {...props} variant="default" size="compact-sm" leftSection={<IconUpload size={14} />}>
              {say('另传一张，只作封面', 'Upload one for the cover alone')}
            </Button>
          )}
        </ChooseFiles>
        {chosen && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconCrop size={14} />}
            aria-expanded={cropping}
            onClick={() => {
              if (!cover) choose(chosen.id)
              else setCropping(!cropping)
            }}
          >
            {cropping && cover ? say('收起裁剪', 'Close cropping') : say('裁剪', 'Crop')}
          </Button>
        )}
        {cover && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              draft.change({ cover: undefined })
              setCropping(false)
            }}
          >
            {say('改回第一张图片', 'Back to the first picture')}
          </Button>
        )}
      </Group>
      <Trouble error={trouble} />
      {cover && cropping && (
        <Stack mt="xs">
          {chosen?.url && sides ? (
            <Suspense fallback={<Loading lines={3} />}>
              <CropCover
                key={chosen.id}
                url={chosen.url}
                sides={sides}
                cover={cover}
                change={(part) => draft.change({ cover: { ...cover, ...part } })}
              />
            </Suspense>
          ) : (
            <Text size="sm">{say('图片检查通过后可以裁剪。', 'It can be cropped once it is accepted.')}</Text>
          )}
        </Stack>
      )}
    </section>
  )
}
