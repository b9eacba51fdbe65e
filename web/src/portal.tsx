import { Alert, Anchor, Button, Container } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'
import { ApiRefusal } from './api/client'
import { useMe, type Me } from './api/me'
import { useLanguage } from './language'
import { Trouble } from './parts/refusal'
import { Empty, Loading } from './parts/waiting'
import { NoRight } from './shell/no-right'
import { mayOpen, placeOf } from './shell/places'
import { Shell } from './shell/shell'

const Submissions = lazy(async () => ({ default: (await import('./submissions/list')).Submissions }))
const Submission = lazy(async () => ({ default: (await import('./submissions/page')).SubmissionPage }))
const Today = lazy(async () => ({ default: (await import('./today/today')).Today }))
const Asks = lazy(async () => ({ default: (await import('./asks/asks')).Asks }))
const Editions = lazy(async () => ({ default: (await import('./editions/calendar')).Editions }))
const EditionDay = lazy(async () => ({ default: (await import('./editions/day')).EditionDay }))
const Loans = lazy(async () => ({ default: (await import('./loans/loans')).Loans }))
const ApplyForLoan = lazy(async () => ({ default: (await import('./loans/apply')).ApplyForLoan }))
const LoanPage = lazy(async () => ({ default: (await import('./loans/loan')).LoanPage }))
const Archive = lazy(async () => ({ default: (await import('./archive/archive')).ArchivePage }))
const Bundle = lazy(async () => ({ default: (await import('./archive/bundle')).BundlePage }))
const Accounts = lazy(async () => ({ default: (await import('./accounts/accounts')).Accounts }))
const Complaints = lazy(async () => ({ default: (await import('./complaints/list')).Complaints }))
const Complaint = lazy(async () => ({ default: (await import('./complaints/complaint')).ComplaintPage }))
const ComplaintBulletin = lazy(async () => ({
  default: (await import('./complaints/bulletin')).BulletinPage,
}))
const Figures = lazy(async () => ({ default: (await import('./figures/figures')).FiguresPage }))
const Requests = lazy(async () => ({ default: (await import('./requests/requests')).Requests }))
const WeiboQueue = lazy(async () => ({ default: (await import('./weibo/queue')).WeiboQueue }))
const WeiboPost = lazy(async () => ({ default: (await import('./weibo/post')).WeiboPostPage }))
const Officers = lazy(async () => ({ default: (await import('./unit/officers')).Officers }))
const SetUp = lazy(async () => ({ default: (await import('./setup/setup')).SetUp }))
const LooksPage = lazy(async () => ({ default: (await import('./looks/looks')).LooksPage }))
const PolicyPage = lazy(async () => ({ default: (await import('./policy/policy')).PolicyPage }))
const Holidays = lazy(async () => ({ default: (await import('./holidays/holidays')).Holidays }))
const RecordPage = lazy(async () => ({ default: (await import('./admin/record')).RecordPage }))
const MySignIn = lazy(async () => ({ default: (await import('./me/my-sign-in')).MySignIn }))
const PasskeySignIn = lazy(async () => ({ default: (await import('./me/passkey-sign-in')).PasskeySignIn }))
const ChangesPage = lazy(async () => ({ default: (await import('./admin/changes')).ChangesPage }))
const Company = lazy(async () => ({ default: (await import('./admin/company')).Company }))

function Desks({ me }: { me: Me }) {
  const { say } = useLanguage()
  const [location] = useLocation()
  const place = placeOf(location)
  if (place && !mayOpen(me, place)) return <NoRight me={me} place={place} />
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/" component={() => <Redirect to="/today" replace />} />
        <Route path="/today" component={Today} />
        <Route path="/submissions" component={Submissions} />
        <Route path="/submissions/:id">{({ id }) => <Submission key={id} id={id} />}</Route>
        <Route path="/asks" component={Asks} />
        <Route path="/editions" component={Editions} />
        <Route path="/editions/:date">{({ date }) => <EditionDay key={date} date={date} />}</Route>
        <Route path="/loans" component={Loans} />
        <Route path="/loans/new" component={ApplyForLoan} />
        <Route path="/loans/:id">{({ id }) => <LoanPage key={id} id={id} />}</Route>
        <Route path="/complaints" component={Complaints} />
        <Route path="/figures" component={Figures} />
        <Route path="/complaints/bulletin" component={ComplaintBulletin} />
        <Route path="/complaints/:id">{({ id }) => <Complaint key={id} id={id} />}</Route>
        <Route path="/requests" component={Requests} />
        <Route path="/weibo" component={WeiboQueue} />
        <Route path="/weibo/:id">{({ id }) => <WeiboPost key={id} id={id} />}</Route>
        <Route path="/archive" component={Archive} />
        <Route path="/archive/:id">{({ id }) => <Bundle key={id} id={id} />}</Route>
        <Route path="/accounts" component={Accounts} />
        <Route path="/officers" component={Officers} />
        <Route path="/looks" component={LooksPage} />
        <Route path="/policy" component={PolicyPage} />
        <Route path="/holidays" component={Holidays} />
        <Route path="/company" component={Company} />
        <Route path="/record" component={RecordPage} />
        <Route path="/me" component={MySignIn} />
        <Route path="/changes" component={ChangesPage} />
        <Route>
          <Empty title={say('没有这一页', 'There is no such page')} />
        </Route>
      </Switch>
    </Suspense>
  )
}

/** The page stays with what was typed on it; signing in elsewhere gives it its session back. */
function SessionOver() {
  const { say } = useLanguage()
  return (
    <Alert
      color="orange"
      role="alert"
      mb="md"
      className="session-over"
      title={say('登录已过期', 'Your session is over')}
    >
      {say(
        '您填写的内容还在本页。请在新标签页登录，然后回到这里继续。',
        'What you typed is still on this page. Sign in in a new tab, then come back here and go on.',
      )}{' '}
      <Anchor href="/sign-in" target="_blank" rel="noreferrer">
        {say('在新标签页登录', 'Sign in in a new tab')}
      </Anchor>
    </Alert>
  )
}

function SignedIn() {
  const me = useMe()
  const { say } = useLanguage()
  const signedOut = me.error instanceof ApiRefusal && me.error.code === 'NotSignedIn'
  if (me.isPending) return <Loading />
  if (signedOut && !me.data)
    return (
      <Container size="xs" py="xl">
        <Empty title={say('请先登录', 'Please sign in')}>
          <Button component="a" href="/sign-in" mt="md">
            {say('登录', 'Sign in')}
          </Button>
        </Empty>
      </Container>
    )
  if (!me.data)
    return (
      <Container size="xs" py="xl">
        <Trouble error={me.error} retry={() => void me.refetch()} />
      </Container>
    )
  return (
    <Shell me={me.data}>
      {signedOut && <SessionOver />}
      <Desks me={me.data} />
    </Shell>
  )
}

/** The portal below `/portal`; whoever is not signed in is led to the sign-in page, the first visitor to the set-up. */
export function Portal() {
  return (
    <Router base="/portal">
      <Switch>
        <Route path="/setup">
          <Suspense fallback={<Loading />}>
            <SetUp />
          </Suspense>
        </Route>
        <Route path="/sign-in">
          <Suspense fallback={<Loading />}>
            <PasskeySignIn />
          </Suspense>
        </Route>
        <Route>
          <SignedIn />
        </Route>
      </Switch>
    </Router>
  )
}
