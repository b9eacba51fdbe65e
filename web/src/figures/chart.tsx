import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useLanguage } from '../language'

interface Bar {
  name: string
  wechat: number
  weibo: number
  returned: number
}

/** The same numbers as the table above it, side by side: whoever hears the page hears the table. */
export function FigureChart({ bars }: { bars: Bar[] }) {
  const { say } = useLanguage()
  return (
    <div aria-hidden>
      <BarChart
        h={260}
        data={bars}
        dataKey="name"
        withLegend
        barChartProps={{ accessibilityLayer: false }}
        series={[
          { name: 'wechat', label: say('微信发布', 'WeChat'), color: 'teal.6' },
          { name: 'weibo', label: say('微博发布', 'Weibo'), color: 'orange.6' },
          { name: 'returned', label: say('退回', 'Sent back'), color: 'gray.6' },
        ]}
      />
    </div>
  )
}
