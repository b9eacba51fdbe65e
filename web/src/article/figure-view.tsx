import { Badge, Button, Group, Menu, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconUpload } from '@tabler/icons-react'
import { NodeViewContent, NodeViewWrapper, type NodeViewProps } from '@tiptap/react'
import { useSyncExternalStore } from 'react'
import { useLanguage } from '../language'
import { moveBlock, splitRow, withNext } from './move'
import type { Pictures, ShownPicture } from './pictures'
import { ChooseFiles } from '../parts/choose-files'

const pictureFiles = 'image/jpeg,.jpg,.jpeg'

function Verdict({ picture }: { picture: ShownPicture }) {
  const { say, tell } = useLanguage()
  const words = {
    uploading: say('上传中', 'uploading'),
    checking: say('检查中', 'being checked'),
    accepted: say('通过', 'accepted'),
    refused: say('不合格', 'refused'),
  }
  if (picture.state === 'accepted') return null
  return (
    <div role="status">
      <Badge color={picture.state === 'refused' ? 'red' : 'gray'}>{words[picture.state]}</Badge>
      {picture.findings.map(({ rule, message, remedy }) => (
        <Text key={rule} size="sm">
          {tell(message)} {remedy && tell(remedy)}
        </Text>
      ))}
    </div>
  )
}

function Waiting({ view, pictures }: { view: NodeViewProps; pictures: Pictures }) {
  const { say } = useLanguage()
  const wanted = String(view.node.attrs['wanted'] ?? '')
  const ready = pictures.all.filter(({ state }) => state !== 'refused')
  return (
    <div className="article-wanted">
      <Text size="sm">
        {say(
          `图片“${wanted}”还没有上传，读者看不到`,
          `Picture “${wanted}” is not uploaded: readers do not see it`,
        )}
      </Text>
      <Group gap="xs" justify="center" mt={6}>
        <ChooseFiles accept={pictureFiles} onChange={(file) => file && pictures.upload(wanted, file)}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="default" leftSection={<IconUpload size={14} />}>
              {say('上传到这里', 'Upload here')}
            </Button>
          )}
        </ChooseFiles>
        {ready.length > 0 && (
          <Menu withinPortal={false}>
            <Menu.Target>
              <Button size="compact-sm" variant="default">
                {say('选已上传的', 'Choose an uploaded one')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {ready.map(({ id, fileName }) => (
                <Menu.Item key={id} onClick={() => view.updateAttributes({ media: id, wanted: null })}>
                  {fileName}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => view.deleteNode()}>
          {say('不要了', 'Leave it out')}
        </Button>
      </Group>
    </div>
  )
}

function Tools({ view }: { view: NodeViewProps }) {
  const { say } = useLanguage()
  const { editor, getPos } = view
  const at = () => getPos() ?? 0
  return (
    <Group gap={4} wrap="nowrap" className="article-figure-tools">
      <TextInput
        size="xs"
        flex={1}
        value={String(view.node.attrs['alt'] ?? '')}
        onChange={(event) => view.updateAttributes({ alt: event.currentTarget.value })}
        placeholder={say('给看不见图的读者的描述', 'description for readers who cannot see it')}
        aria-label={say('图片描述', 'Description of the picture')}
      />
      <Menu withinPortal={false} position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="default" aria-label={say('图片操作', 'Picture tools')}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowUp size={14} />} onClick={() => moveBlock(editor, at(), -1)}>
            {say('上移', 'Move up')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={14} />} onClick={() => moveBlock(editor, at(), 1)}>
            {say('下移', 'Move down')}
          </Menu.Item>
          <Menu.Item onClick={() => withNext(editor, at())}>
            {say('与下一张并排', 'Beside the next picture')}
          </Menu.Item>
          <Menu.Item onClick={() => splitRow(editor, at())}>{say('取消并排', 'Not side by side')}</Menu.Item>
          <Menu.Divider />
          {[100, 75, 50].map((width) => (
            <Menu.Item
              key={width}
              onClick={() => view.updateAttributes({ width: width === 100 ? null : width })}
            >
              {say(`宽度 ${width}%`, `Width ${width}%`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => view.deleteNode()}>
            {say('移出正文', 'Take out of the text')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}

/** A picture in its place: the picture with its verdict, its caption, and the tools for it. */
export function FigureView(view: NodeViewProps) {
  const { say } = useLanguage()
  const pictures = view.extension.options['pictures'] as Pictures
  const all = useSyncExternalStore(pictures.subscribe, pictures.snapshot)
  const { media, wanted, alt, width } = view.node.attrs
  const picture = all.find(({ id }) => id === media)
  return (
    <NodeViewWrapper as="figure" className="article-figure" data-selected={view.selected || undefined}>
      <div contentEditable={false} data-drag-handle>
        {wanted ? (
          <Waiting view={view} pictures={pictures} />
        ) : picture ? (
          <>
            {picture.url ? (
              <img
                src={picture.url}
                alt={String(alt) || picture.fileName}
                style={{ width: `${Number(width ?? 100)}%` }}
              />
            ) : (
              <div className="article-wanted">{picture.fileName}</div>
            )}
            <Verdict picture={picture} />
          </>
        ) : (
          <div className="article-wanted" role="status">
            {say('这张图片已不在本稿的素材里', 'this picture is no longer among the files')}
          </div>
        )}
      </div>
      <NodeViewContent<'figcaption'>
        as="figcaption"
        data-placeholder={say('图片说明（可不填）', 'caption (optional)')}
      />
      <div contentEditable={false}>{!wanted && <Tools view={view} />}</div>
    </NodeViewWrapper>
  )
}
