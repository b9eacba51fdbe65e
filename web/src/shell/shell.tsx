import { AppShell, Badge, Box, Burger, Button, Group, NavLink, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import type { Me } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { countsOf, useToday } from '../today/use-today'
import { mayOpen, placeOf, places } from './places'
import { signOut } from './sign-out'

/** How much waits there, read out with its unit. */
function Count({ of }: { of: number | undefined }) {
  const { say } = useLanguage()
  if (!of) return null
  return (
    <Badge
      circle={of < 10}
      variant="filled"
      color="seal"
      c="white"
      role="img"
      aria-label={say(`${of} 项待办`, `${of} waiting`)}
    >
      {of}
    </Badge>
  )
}

/** The frame of every desk: where one can go with one's roles, the language, who is signed in. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false)
  const { say, tell, language, speak } = useLanguage()
  const [location] = useLocation()
  const here = placeOf(location)
  const leave = useMutation({ mutationFn: signOut })
  const counts = countsOf(useToday().data?.waits ?? [], me)
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="skip" href="#main">
        {say('跳到正文', 'Skip to content')}
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? say('收起菜单', 'Close the menu') : say('打开菜单', 'Open the menu')}
            />
            <Group gap="xs" wrap="nowrap">
              <span className="seal" aria-hidden="true">
                签
              </span>
              <Text fw={700}>{say('签发', 'Qianfa')}</Text>
            </Group>
          </Group>
          <Group gap="sm" wrap="nowrap">
            <Text size="sm" c="dimmed" visibleFrom="xs">
              {say(me.unit?.name ?? '', me.unit?.nameEn ?? me.unit?.name ?? '')} · {me.name}
            </Text>
            <UnstyledButton
              onClick={() => speak(language === 'zh' ? 'en' : 'zh')}
              px={6}
              py={4}
              fz="sm"
              td="underline"
              lang={language === 'zh' ? 'en' : 'zh-CN'}
            >
              {language === 'zh' ? 'English' : '中文'}
            </UnstyledButton>
            <Button variant="default" size="xs" loading={leave.isPending} onClick={() => leave.mutate()}>
              {say('退出', 'Sign out')}
            </Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={say('主导航', 'Main')}>
        {places
          .filter((place) => mayOpen(me, place))
          .map((place) => (
            <NavLink
              key={place.href}
              component={Link}
              href={place.href}
              label={tell(place.name)}
              leftSection={<place.icon size={18} />}
              rightSection={<Count of={counts.get(place.href)} />}
              active={place === here}
              aria-current={place === here ? 'page' : undefined}
              onClick={close}
            />
          ))}
        <NavLink href="/" label={say('首页', 'Home')} c="dimmed" />
      </AppShell.Navbar>
      <AppShell.Main>
        <Box id="main" component="div" maw={1120} mx="auto" tabIndex={-1}>
          {/* Whoever leaves a shared computer must know that the session still stands. */}
          <Trouble error={leave.error} retry={() => leave.mutate()} />
          {children}
        </Box>
      </AppShell.Main>
    </AppShell>
  )
}
