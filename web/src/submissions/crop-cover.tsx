import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import ReactCrop, { type PercentCrop } from 'react-image-crop'
import 'react-image-crop/dist/ReactCrop.css'
import { coverRatios, cornersOf, cropOf, type CropName } from '../../../lib/article/cover'
import type { Cover } from '../../../lib/submission/content'
import { proposeCrops } from '../article/propose-crop'
import { useLanguage } from '../language'
import { Loading } from '../parts/waiting'

const ofCrop = (crop: string): PercentCrop => {
  const { left, top, right, bottom } = cornersOf(crop)
  return { unit: '%', x: 100 * left, y: 100 * top, width: 100 * (right - left), height: 100 * (bottom - top) }
}
const toCrop = ({ x, y, width, height }: PercentCrop): string =>
  cropOf({ left: x / 100, top: y / 100, right: (x + width) / 100, bottom: (y + height) / 100 })

function Crop(given: {
  name: CropName
  url: string
  crop: string
  label: string
  change: (crop: string) => void
}) {
  const { name, url, label, change } = given
  const { say } = useLanguage()
  const [drawn, setDrawn] = useState(() => ofCrop(given.crop))
  const of = (zh: string, en: string) => say(`${label}：${zh}`, `${label}: ${en}`)
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <ReactCrop
        style={{ maxHeight: 300 }}
        aspect={coverRatios[name]}
        keepSelection
        minWidth={40}
        crop={drawn}
        onChange={(_, percent) => setDrawn(percent)}
        onComplete={(_, percent) => {
          const crop = toCrop(percent)
          if (crop !== given.crop) change(crop)
        }}
        ariaLabels={{
          cropArea: of('方向键移动', 'arrow keys move it'),
          nwDragHandle: of('左上角，方向键改大小', 'top left corner, arrow keys size it'),
          nDragHandle: of('上边', 'top'),
          neDragHandle: of('右上角', 'top right corner'),
          eDragHandle: of('右边', 'right'),
          seDragHandle: of('右下角', 'bottom right corner'),
          sDragHandle: of('下边', 'bottom'),
          swDragHandle: of('左下角', 'bottom left corner'),
          wDragHandle: of('左边', 'left'),
        }}
      >
        <img src={url} alt="" />
      </ReactCrop>
    </div>
  )
}

/** Both crops of a cover by hand, beginning with what is on the picture where nobody drew one yet. */
export function CropCover(given: {
  url: string
  sides: { width: number; height: number }
  cover: Cover
  change: (part: { crop235?: string; crop1?: string }) => void
}) {
  const { url, sides, cover, change } = given
  const { say } = useLanguage()
  /** counts proposals, so that the frames begin anew with each */
  const [times, setTimes] = useState(0)
  const [unseen, setUnseen] = useState(false)
  const { crop235, crop1 } = cover
  const isWhole = crop235 !== undefined && crop1 !== undefined

  const propose = async (kept: { crop235?: string; crop1?: string }) => {
    const proposed = await proposeCrops(url, sides)
    setUnseen(!proposed.crop1.seen)
    change({ crop235: proposed.crop235.crop, crop1: proposed.crop1.crop, ...kept })
    setTimes((count) => count + 1)
  }
  useEffect(() => {
    if (!isWhole) void propose({ ...(crop235 && { crop235 }), ...(crop1 && { crop1 }) })
    // Once for each picture: what is drawn later is the officer's.
  }, [cover.mediaId])

  if (!isWhole) return <Loading lines={3} />
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {unseen
          ? say(
              '没能读出图片的内容，先取中间；请自己调整。',
              'The picture could not be looked at, so its middle is taken; adjust it by hand.',
            )
          : say(
              '已按图片内容提出裁剪；可拖动，也可用 Tab 选中后按方向键移动、改大小。',
              'Proposed by what is on the picture. Drag it, or reach it with Tab and use the arrow keys to move and size it.',
            )}
      </Text>
      <Group align="flex-start" gap="md">
        <Crop
          key={`wide ${times}`}
          {...{ name: 'crop235', url, crop: crop235 }}
          label={say('头条 2.35∶1', 'Headline 2.35:1')}
          change={(crop) => change({ crop235: crop })}
        />
        <Crop
          key={`square ${times}`}
          {...{ name: 'crop1', url, crop: crop1 }}
          label={say('方形 1∶1', 'Square 1:1')}
          change={(crop) => change({ crop1: crop })}
        />
      </Group>
      <Button variant="default" size="compact-sm" w="fit-content" onClick={() => void propose({})}>
        {say('重新按内容提一个', 'Propose again by content')}
      </Button>
    </Stack>
  )
}
