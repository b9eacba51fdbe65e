import {
  createTheme,
  MantineProvider,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'

/** Seal red, from the seal a document is signed with (签发). */
const seal: MantineColorsTuple = [
  '#fdeeec',
  '#f6dad7',
  '#ecb1ab',
  '#e3867d',
  '#db6256',
  '#d64b3d',
  '#d43f30',
  '#b3261e',
  '#a02119',
  '#8c1b14',
]

const theme = createTheme({
  primaryColor: 'seal',
  primaryShade: 7,
  colors: { seal },
  fontFamily: 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { mih: 36 } },
    Badge: { defaultProps: { variant: 'light', c: 'dark.9', tt: 'none', fw: 500 } },
    // Locking the page's scroll is done by a style element without our nonce, which the CSP blocks.
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
  },
})

/** Quiet text still has a contrast of 4.5 and more on every ground we use. */
const readable: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#545b63', '--mantine-color-error': '#b3261e' },
  dark: {},
})

/** Lets a style element of a library through the page's strict CSP. */
export const styleNonce = () =>
  document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''

/** One look for all desks. Style elements the library makes carry the page's nonce (strict CSP). */
export const Look = ({ children }: { children: ReactNode }) => (
  <MantineProvider theme={theme} cssVariablesResolver={readable} getStyleNonce={styleNonce}>
    <Notifications position="bottom-center" />
    {children}
  </MantineProvider>
)
