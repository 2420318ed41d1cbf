/**
 * Where the editor finds these nodes' part of Node-RED's admin API, relative to the editor's own address. Each takes a
 * POST that begins something and answers its id; GET and DELETE of `<path>/<id>` follow it and end it. All of them ask
 * for the permission `flows.write`.
 */
export const ADMIN_PATHS = {
  /** POST a `BrokerDraft`; GET answers a `TrialReport`. */
  trials: "node-red-mqtt/trials",
  /** POST `{broker: BrokerDraft, filter?: string}`; GET `?since=<version>` answers a `SurveyReport`. */
  surveys: "node-red-mqtt/surveys",
} as const;
