import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Card,
  Group,
  Image,
  List,
  Progress,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconLibraryPhoto,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DraftPreview, ShownPolicy, ShownSubmission } from '../../../lib/api/submission'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import type { Draft } from './use-draft'
import { Library } from './library'
import { useUploads, type UploadRow } from './use-uploads'
import { ChooseFiles } from '../parts/choose-files'

type ShownMedia = ShownSubmission['media'][number]

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`

const stateColors = { uploading: 'gray', checking: 'blue', accepted: 'green', refused: 'red' }

function Limits({ policy }: { policy: ShownPolicy }) {
  const { say } = useLanguage()
  const { picture, video } = policy
  return (
    <Text size="sm" c="dimmed">
      {say(
        `图片：JPEG，大于 ${megabytes(picture.aboveBytes)}、小于 ${megabytes(picture.belowBytes)}；视频：${video.extensions.join('、')}，不超过 ${megabytes(video.maxBytes)}（10.2）。`,
        `Pictures: JPEG, above ${megabytes(picture.aboveBytes)} and below ${megabytes(picture.belowBytes)}; video: ${video.extensions.join(', ')}, at most ${megabytes(video.maxBytes)} (10.2).`,
      )}
    </Text>
  )
}

function Sending({ row, uploads }: { row: UploadRow; uploads: ReturnType<typeof useUploads> }) {
  const { say } = useLanguage()
  const percent = row.bytes === 0 ? 0 : Math.floor((100 * row.sent) / row.bytes)
  const paused = row.state === 'paused'
  return (
    <Stack gap={4}>
      <Progress value={percent} aria-label={say(`${row.name} 上传进度`, `upload of ${row.name}`)} />
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {`${percent}% · ${megabytes(row.sent)} / ${megabytes(row.bytes)}`}
        </Text>
        {row.state === 'failed' ? (
          <Button size="compact-sm" variant="default" onClick={() => uploads.retry(row.id)}>
            {say('连接断了，继续上传', 'The line broke: go on')}
          </Button>
        ) : (
          <ActionIcon
            variant="default"
            onClick={() => uploads.pause(row.id)}
            aria-label={paused ? say('继续', 'Go on') : say('暂停', 'Pause')}
          >
            {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          </ActionIcon>
        )}
      </Group>
    </Stack>
  )
}

function Verdict({ media }: { media: ShownMedia }) {
  const { tell, say } = useLanguage()
  if (media.findings.length === 0) return null
  return (
    <List size="sm">
      {media.findings.map((finding) => (
        <List.Item key={finding.rule}>
          {tell(finding.message)}
          <Text size="sm" c="dimmed">
            {say('怎样改：', 'What to do: ')}
            {tell(finding.remedy)}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}

function Item(given: {
  media: ShownMedia
  row?: UploadRow
  link?: DraftPreview['media'][number]
  uploads: ReturnType<typeof useUploads>
  first: boolean
  last: boolean
  move: (by: -1 | 1) => void
  remove: () => void
}) {
  const { media, row, link, uploads } = given
  const { say } = useLanguage()
  // Between the last byte and the service's word the list still says that the upload is open.
  const state =
    media.state === 'uploading' && !row && uploads.hasArrived(media.id) ? ('checking' as const) : media.state
  const words = {
    uploading: row ? say('上传中', 'uploading') : say('没有传完', 'not complete'),
    checking: say('检查中', 'being checked'),
    accepted: say('通过', 'accepted'),
    refused: say('不合格', 'refused'),
  }
  return (
    <Card component="li" withBorder padding="sm">
      <Group align="flex-start" wrap="nowrap">
        {media.kind === 'picture' && link && (
          <Image src={link.url} alt={media.fileName} w={96} h={72} fit="cover" radius="sm" />
        )}
        <Stack gap={4} flex={1} miw={0}>
          <Group gap="xs">
            <Text fw={600}>{media.fileName}</Text>
            <Text size="sm" c="dimmed">
              {megabytes(media.bytes)}
            </Text>
            <Badge color={stateColors[state]} role="status">
              {words[state]}
            </Badge>
          </Group>
          {row && state === 'uploading' && <Sending row={row} uploads={uploads} />}
          {!row && state === 'uploading' && (
            <Text size="sm">
              {say(
                '请再次选择同一个文件：已经传到的部分不会重传。',
                'Choose the same file again: what has arrived is not sent again.',
              )}
            </Text>
          )}
          <Verdict media={media} />
          {media.kind === 'video' && link && (
            <Anchor href={link.url} target="_blank" rel="noreferrer" size="sm">
              {say('打开视频', 'Open the video')}
            </Anchor>
          )}
        </Stack>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            disabled={given.first}
            onClick={() => given.move(-1)}
            aria-label={say(`${media.fileName} 上移`, `move ${media.fileName} up`)}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            disabled={given.last}
            onClick={() => given.move(1)}
            aria-label={say(`${media.fileName} 下移`, `move ${media.fileName} down`)}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            onClick={given.remove}
            aria-label={say(`移除 ${media.fileName}`, `remove ${media.fileName}`)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Group>
    </Card>
  )
}

/** Pictures and videos of the draft in their order, each with its way from upload to verdict. */
export function MediaShelf(given: {
  shown: ShownSubmission
  draft: Draft
  policy: ShownPolicy
  links: DraftPreview['media']
}) {
  const { shown, draft, policy, links } = given
  const { say } = useLanguage()
  const queries = useQueryClient()
  const { id } = shown.submission
  const chosen = draft.content.mediaIds
  const shelf = chosen.flatMap((mediaId) => shown.media.find((media) => media.id === mediaId) ?? [])
  const uploads = useUploads({
    submissionId: id,
    begun: (media) => {
      void queries.invalidateQueries({ queryKey: ['submission', id] })
      // Mended under its old name: it stands where the refused one stood.
      const refused = shelf.find((one) => one.state === 'refused' && one.fileName === media.fileName)
      draft.use(media.id, refused?.id)
    },
  })
  const [choosing, library] = useDisclosure(false)
  const remove = useMutation({
    async mutationFn(media: ShownMedia) {
      const row = uploads.rows.find(({ mediaId }) => mediaId === media.id)
      if (row) uploads.cancel(row.id)
      draft.change({
        mediaIds: chosen.filter((one) => one !== media.id),
        ...(draft.content.cover?.mediaId === media.id && { cover: undefined }),
      })
      await draft.flush()
      await call('DELETE', `/submissions/${id}/media/${media.id}`)
      await queries.invalidateQueries({ queryKey: ['submission', id] })
    },
  })
  const move = (index: number, by: -1 | 1) => {
    const ids = [...chosen]
    const [taken] = ids.splice(index, 1)
    if (taken) ids.splice(index + by, 0, taken)
    draft.change({ mediaIds: ids })
  }

  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h4">
          {say('图片和视频', 'Pictures and video')}
        </Title>
        <Button variant="default" leftSection={<IconLibraryPhoto size={16} />} onClick={library.open}>
          {say('从素材库选', 'From the library')}
        </Button>
        <ChooseFiles
          multiple
          onChange={(files) => void uploads.add(files)}
          accept={[...policy.picture.extensions, ...policy.video.extensions].map((end) => `.${end}`).join()}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
              {say('上传', 'Upload')}
            </Button>
          )}
        </ChooseFiles>
      </Group>
      <Limits policy={policy} />
      {choosing && (
        <Library submissionId={id} opened close={library.close} chosen={(media) => draft.use(media.id)} />
      )}
      {uploads.refused.map(({ name, error }) => (
        <div key={name}>
          <Text fw={600} mt="xs">
            {name}
          </Text>
          <Trouble error={error} />
        </div>
      ))}
      <Trouble error={remove.error} />
      <Stack component="ul" gap="xs" className="plain-list" mt="xs">
        {shelf.map((media, index) => (
          <Item
            key={media.id}
            media={media}
            row={uploads.rows.find(({ mediaId }) => mediaId === media.id)}
            link={links.find((one) => one.id === media.id)}
            uploads={uploads}
            first={index === 0}
            last={index === shelf.length - 1}
            move={(by) => move(index, by)}
            remove={() => remove.mutate(media)}
          />
        ))}
      </Stack>
    </section>
  )
}
