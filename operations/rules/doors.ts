import { ofType, refersTo, type Rule } from './rule'

/** API Gateway hangs up after that, whatever the function may still do. */
const gatewaySeconds = 30

/**
 * Whoever asks gets an answer: a function with a route ends before API Gateway hangs up. Every route has a throttle, and none
 * has numbers of its own, which would cost up to US$187 a month.
 */
export const slowDoors: Rule = (template) => {
  const integrations = ofType(template, 'AWS::ApiGatewayV2::Integration')
  const stages = ofType(template, 'AWS::ApiGatewayV2::Stage')
  const routes = ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { RouteKey }]) => RouteKey as string)
  const settingsOf = (routeKey: string) =>
    stages.map(([, { RouteSettings }]) => RouteSettings?.[routeKey] as Record<string, unknown> | undefined)
  return [
    ...ofType(template, 'AWS::Lambda::Function')
      .filter(([id]) => integrations.some(([, { IntegrationUri }]) => refersTo(IntegrationUri, id)))
      .filter(([, { Timeout }]) => Timeout >= gatewaySeconds)
      .map(
        ([id, { Timeout }]) =>
          `${id} may take ${Timeout} s, and API Gateway hangs up after ${gatewaySeconds}`,
      ),
    ...routes
      .filter((route) => settingsOf(route).some((settings) => !settings?.['ThrottlingRateLimit']))
      .map((route) => `${route} has no throttle`),
    ...stages.flatMap(([id, { DefaultRouteSettings, RouteSettings }]) =>
      [DefaultRouteSettings, ...Object.values(RouteSettings ?? {})].some((one) => one?.DetailedMetricsEnabled)
        ? [`${id} counts each route by itself`]
        : [],
    ),
  ]
}
