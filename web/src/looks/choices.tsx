import { Button, Fieldset, Group, NumberInput, Select, Stack, Text, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { headingOrnaments } from '../../../lib/article/theme'
import type { CompanyTheme } from '../../../lib/theme/company-theme'
import { useLanguage, type Bilingual } from '../language'
import { ChooseFiles } from '../parts/choose-files'
import { tintOf } from './tint'

const ornaments: Record<CompanyTheme['ornament'], Bilingual> = {
  bar: { zh: '左边竖条', en: 'a bar at the left' },
  label: { zh: '居中色块', en: 'a label in the middle' },
  number: { zh: '自动编号', en: 'numbers' },
  line: { zh: '居中，下加短线', en: 'in the middle, a short line below' },
}

interface Given {
  theme: CompanyTheme
  change: (part: Partial<CompanyTheme>) => void
}

function Colour(given: { label: string; value: string; change: (value: string) => void }) {
  return (
    <TextInput
      type="color"
      label={given.label}
      description={given.value}
      value={given.value}
      w={150}
      onChange={(event) => given.change(event.currentTarget.value.toLowerCase())}
    />
  )
}

function OneOf<Value extends string | number>(given: {
  label: string
  value: Value
  of: readonly [Value, string][]
  change: (value: Value) => void
}) {
  return (
    <Select
      label={given.label}
      value={String(given.value)}
      allowDeselect={false}
      w={150}
      data={given.of.map(([value, label]) => ({ value: String(value), label }))}
      onChange={(chosen) => {
        const found = given.of.find(([value]) => String(value) === chosen)
        if (found) given.change(found[0])
      }}
      comboboxProps={{ withinPortal: false }}
    />
  )
}

function Colours({ theme, change }: Given) {
  const { say, tell } = useLanguage()
  return (
    <Fieldset legend={say('颜色和标题', 'Colours and headings')}>
      <Stack gap="sm">
        <TextInput
          label={say('名称（写稿人在“版式”里看到）', 'Name (as officers see it under “Look”)')}
          value={theme.name}
          maxLength={12}
          withAsterisk
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Group align="end">
          <Colour
            label={say('主色', 'Main colour')}
            value={theme.accent}
            change={(accent) => change({ accent })}
          />
          <Colour label={say('底色', 'Ground')} value={theme.tint} change={(tint) => change({ tint })} />
          <Button variant="default" onClick={() => change({ tint: tintOf(theme.accent) })}>
            {say('底色取主色的一成', 'A tenth of the main colour')}
          </Button>
        </Group>
        <OneOf
          label={say('标题样式', 'Headings')}
          value={theme.ornament}
          of={headingOrnaments.map((one) => [one, tell(ornaments[one])])}
          change={(ornament) => change({ ornament })}
        />
      </Stack>
    </Fieldset>
  )
}

function Words({ theme, change }: Given) {
  const { say } = useLanguage()
  const { caption } = theme
  return (
    <Fieldset legend={say('正文和图片说明', 'Text and captions')}>
      <Group align="end">
        <OneOf
          label={say('字号', 'Size')}
          value={theme.size}
          of={[
            [15, '15 px'],
            [16, '16 px'],
            [17, '17 px'],
          ]}
          change={(size) => change({ size })}
        />
        <OneOf
          label={say('行距', 'Line height')}
          value={theme.lineHeight}
          of={[
            [1.6, '1.6'],
            [1.75, '1.75'],
            [1.9, '1.9'],
          ]}
          change={(lineHeight) => change({ lineHeight })}
        />
        <OneOf
          label={say('字距', 'Letter spacing')}
          value={theme.letterSpacing}
          of={[
            [0, '0'],
            [0.5, '0.5 px'],
            [1, '1 px'],
          ]}
          change={(letterSpacing) => change({ letterSpacing })}
        />
        <NumberInput
          label={say('段距（px）', 'Between paragraphs (px)')}
          value={theme.gap}
          min={16}
          max={24}
          clampBehavior="strict"
          w={150}
          onChange={(gap) => typeof gap === 'number' && gap >= 16 && change({ gap })}
        />
        <NumberInput
          label={say('圆角（px）', 'Round corners (px)')}
          value={theme.radius}
          min={0}
          max={8}
          clampBehavior="strict"
          w={150}
          onChange={(radius) => typeof radius === 'number' && change({ radius })}
        />
        <OneOf
          label={say('图片说明字号', 'Size of captions')}
          value={caption.size}
          of={[
            [12, '12 px'],
            [13, '13 px'],
            [14, '14 px'],
          ]}
          change={(size) => change({ caption: { ...caption, size } })}
        />
        <OneOf
          label={say('图片说明位置', 'Place of captions')}
          value={caption.align}
          of={[
            ['center', say('居中', 'in the middle')],
            ['left', say('居左', 'at the left')],
          ]}
          change={(align) => change({ caption: { ...caption, align } })}
        />
        <Colour
          label={say('图片说明颜色', 'Colour of captions')}
          value={caption.colour}
          change={(colour) => change({ caption: { ...caption, colour } })}
        />
      </Group>
    </Fieldset>
  )
}

function Frame({ theme, change }: Given) {
  const { say } = useLanguage()
  const { footer } = theme
  const [unread, setUnread] = useState(false)
  const changeFooter = (part: Partial<typeof footer>) => change({ footer: { ...footer, ...part } })
  const read = async (file: File | null) => {
    if (!file) return
    const { codeIn } = await import('./read-code')
    const code = await codeIn(file)
    setUnread(code === undefined)
    if (code !== undefined) changeFooter({ code })
  }
  return (
    <Fieldset legend={say('开头和文末', 'Beginning and end')}>
      <Stack gap="sm">
        <TextInput
          label={say('开头语（每篇文章的第一行，可不填）', 'Opening line of every article (optional)')}
          value={theme.lead ?? ''}
          maxLength={60}
          onChange={(event) => change({ lead: event.currentTarget.value || undefined })}
        />
        <Textarea
          label={say('文末文字（在来源行下面，可不填）', 'Words at the end, below the source (optional)')}
          value={footer.words ?? ''}
          maxLength={120}
          autosize
          onChange={(event) => changeFooter({ words: event.currentTarget.value || undefined })}
        />
        <Group align="end">
          <TextInput
            flex={1}
            miw={220}
            label={say('二维码的网址（可不填）', 'Address in the QR code (optional)')}
            description={say(
              '在公众平台“设置”里下载公众号二维码，选那张图片即可读出',
              'download the account’s QR code from WeChat’s console and choose that picture to read it',
            )}
            value={footer.code ?? ''}
            maxLength={300}
            onChange={(event) => changeFooter({ code: event.currentTarget.value || undefined })}
          />
          <ChooseFiles accept="image/*" onChange={(file) => void read(file)}>
            {(props) => (
              <Button {...props} variant="default">
                {say('选二维码图片', 'Choose its picture')}
              </Button>
            )}
          </ChooseFiles>
        </Group>
        {unread && (
          <Text size="sm" c="red.9" role="alert">
            {say('这张图片里读不出二维码', 'no QR code can be read on this picture')}
          </Text>
        )}
        <TextInput
          label={say('关注提示（二维码下面一行，可不填）', 'Line that asks to follow (optional)')}
          placeholder={say('长按识别二维码，关注我们', 'Press the code and follow us')}
          value={footer.follow ?? ''}
          maxLength={40}
          onChange={(event) => changeFooter({ follow: event.currentTarget.value || undefined })}
        />
      </Stack>
    </Fieldset>
  )
}

/** Everything a company chooses of its look; only what WeChat keeps can be chosen. */
export const Choices = (given: Given) => (
  <Stack>
    <Colours {...given} />
    <Words {...given} />
    <Frame {...given} />
  </Stack>
)
