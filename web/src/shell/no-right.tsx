import type { Me } from '../api/me'
import { useLanguage } from '../language'
import { Empty } from '../parts/waiting'
import { roleNames } from '../../../lib/policy/role-names'
import type { Place } from './places'

/** Says whose desk it is and whom to ask, instead of a page that refuses every click. */
export function NoRight({ me, place }: { me: Me; place: Place }) {
  const { say, tell } = useLanguage()
  const names = (roles: Place['roles']) => roles.map((role) => tell(roleNames[role])).join(say('、', ', '))
  return (
    <Empty title={say(`“${place.name.zh}”不是您的工作台`, `“${place.name.en}” is not your desk`)}>
      {say(
        `这一页给${names(place.roles)}使用；您现在的角色：${names(me.roles) || '无'}。需要时请找系统管理员授予角色。`,
        `It is for: ${names(place.roles)}. Your roles today: ${names(me.roles) || 'none'}. Ask an administrator if you should have one of them.`,
      )}
    </Empty>
  )
}
