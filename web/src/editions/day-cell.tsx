import { Draggable, Droppable } from '@hello-pangea/dnd'
import { Anchor, Badge, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { ListedEdition } from '../../../lib/edition/list-editions'
import { useLanguage } from '../language'
import { day } from '../words/moment'
import { mayEnter, mayLeave } from './may'
import { editionColors, editionNames } from './names'

/** One day of the calendar: what stands on it; an editor drags its articles to another day. */
export function DayCell(given: {
  date: string
  today: string
  edition: ListedEdition | undefined
  mayMove: boolean
}) {
  const { date, today, edition, mayMove } = given
  const { say, tell, language } = useLanguage()
  const opensIn = mayMove && mayEnter(date, today, edition)
  const opensOut = mayMove && edition !== undefined && mayLeave(edition)
  const items = edition?.state === 'cancelled' ? [] : (edition?.items ?? [])
  return (
    <Droppable droppableId={date} isDropDisabled={!opensIn}>
      {(area, { isDraggingOver }) => (
        <li
          ref={area.innerRef}
          {...area.droppableProps}
          data-today={date === today || undefined}
          data-empty={!edition || undefined}
          data-over={isDraggingOver || undefined}
        >
          <Anchor component={Link} href={`/editions/${date}`} size="sm" fw={600}>
            {day(date, language).replace(/^\d{4}年|\s\d{4}$/, '')}
          </Anchor>
          {edition && (
            <div>
              <Badge color={editionColors[edition.state]}>{tell(editionNames[edition.state])}</Badge>
            </div>
          )}
          {items.map(({ submissionId, title }, index) => (
            <Draggable key={submissionId} draggableId={submissionId} index={index} isDragDisabled={!opensOut}>
              {(drag) => (
                <Text
                  size="sm"
                  lineClamp={2}
                  className="day-article"
                  ref={drag.innerRef}
                  {...drag.draggableProps}
                  {...(opensOut && drag.dragHandleProps)}
                  {...(opensOut && {
                    'aria-label': say(`拖动《${title}》到另一天`, `drag “${title}” to another day`),
                  })}
                >
                  {title}
                </Text>
              )}
            </Draggable>
          ))}
          {area.placeholder}
        </li>
      )}
    </Droppable>
  )
}
