import type { Role } from '../../lib/people/person'
import { mayOpen, placeOf } from '../../web/src/shell/places'

const opens = (role: Role, path: string) => mayOpen({ roles: [role] }, placeOf(path)!)

describe('the desks of the portal', () => {
  it.each(['office-reviewer', 'company-leader', 'admin'] as const)(
    'show %s the bulletin of complaints, not the complaints',
    (role) => {
      expect(opens(role, '/complaints/bulletin')).toBe(true)
      expect(opens(role, '/complaints')).toBe(false)
      expect(opens(role, '/complaints/5f0c')).toBe(false)
    },
  )

  it('show an inspector the record of changes, not the desk that makes them', () => {
    expect(opens('inspector', '/record')).toBe(true)
    expect(opens('inspector', '/company')).toBe(false)
  })
})
