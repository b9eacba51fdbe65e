import { Modal, Table } from '@mantine/core'
import { useLanguage } from '../language'
import { blockCommands, insertCommands, keys, listCommands } from './commands'

/** The sheet of keys. */
export function Help({ opened, close }: { opened: boolean; close: () => void }) {
  const { say, tell } = useLanguage()
  const all = [
    ...keys,
    ...[...blockCommands, ...listCommands, ...insertCommands].flatMap(({ keys: one, name }) =>
      one ? [{ keys: one, name }] : [],
    ),
  ]
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('快捷键（Mac 上用 ⌘ 代替 Ctrl）', 'Keys (⌘ for Ctrl on a Mac)')}
      closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
    >
      <Table>
        <Table.Tbody>
          {all.map(({ keys: one, name }) => (
            <Table.Tr key={`${one} ${name.zh}`}>
              <Table.Td>
                <kbd>{one}</kbd>
              </Table.Td>
              <Table.Td>{tell(name)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
