import { demoValuesIn } from '../resources/demo-values.cjs'
import { failed, noticed, passed, type Check } from './check'
import type { Packaged } from './packaged'
import type { Target } from './target'

/** What the functions would be told is the company's own: nothing of the demo in prod, and a way out for WeChat. */
export function checkSettings({ functions }: Pick<Packaged, 'functions'>, target: Target): Check[] {
  const demo = [...new Set(functions.flatMap(({ environment }) => demoValuesIn(environment)))]
  const say = target.stage === 'prod' ? failed : noticed
  return [
    ...(demo.length > 0
      ? demo.map((said) => say('settings', said))
      : [passed('settings', 'nothing of the demo')]),
    ...egress(target),
  ]
}

const ways = ['nat', 'fck', 'none']

/** WeChat answers 40164 to addresses it does not know, so prod has to say how it goes out. */
function egress({ stage, params }: Target): Check[] {
  const way = params['egress']
  if (way === undefined)
    return stage === 'prod'
      ? [
          failed(
            'egress',
            'give --param="egress=nat" (or fck, or none: docs/deploy.md, 4); WeChat takes calls from listed addresses only',
          ),
        ]
      : [noticed('egress', 'none: WeChat will refuse the calls of this stage')]
  return ways.includes(way)
    ? [passed('egress', way)]
    : [failed('egress', `${way} is none of ${ways.join(', ')}`)]
}
