/* Calls to the server. Types come from its OpenAPI description (`schema.d.ts`). */
import type { components } from "./schema";

export type Schemas = components["schemas"];

/** What the server refused, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    message: string,
    readonly remedy: string,
    readonly wait: number | null = null,
  ) {
    super(message);
  }
}

/** The server did not answer: the network or the server is gone. */
export class Unreachable extends Error {}

type Asked = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  query?: Record<string, string | number | boolean | null | undefined>;
  /** Names one act, so that sending it twice does it once. */
  act?: string;
  signal?: AbortSignal;
};

let person: string | null = null;
/** What is asked before it is known who comes in. */
const COMING_IN = /^\/(me|waiting|enter|invited|accept|sign-in|sign-out|second-factor)$/;

/** Whose work this tab holds: the server refuses it once another tab has signed somebody else in. */
export function worksFor(user: string | null): void {
  person = user;
}

const listeners = new Set<(refusal: Refused) => void>();

/** Be told when the server no longer knows this session, or holds it locked. */
export function onShutOut(told: (refusal: Refused) => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

export async function call<T>(path: string, asked: Asked = {}): Promise<T> {
  const address = new URL(`/api${path}`, location.origin);
  for (const [name, value] of Object.entries(asked.query ?? {})) {
    if (value !== undefined && value !== null && value !== "")
      address.searchParams.set(name, String(value));
  }
  const headers: Record<string, string> = { Accept: "application/json" };
  let body: BodyInit | undefined;
  if (asked.body instanceof Blob) body = asked.body;
  else if (asked.body !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(asked.body);
  }
  if (person && !COMING_IN.test(path)) headers["Relata-Person"] = person;
  if (asked.act) headers["Relata-Act"] = asked.act;
  const method = asked.method ?? (body === undefined ? "GET" : "POST");
  if (method !== "GET" && body === undefined) {
    headers["Content-Type"] = "application/json";
    body = "{}";
  }
  let answer: Response;
  try {
    answer = await fetch(address, {
      method,
      headers,
      body,
      signal: asked.signal,
      credentials: "same-origin",
    });
  } catch (fault) {
    if (asked.signal?.aborted) throw fault;
    throw new Unreachable("The server does not answer.");
  }
  if (answer.status === 204) return undefined as T;
  if (answer.ok) {
    const type = answer.headers.get("content-type") ?? "";
    return (type.includes("json") ? await answer.json() : await answer.text()) as T;
  }
  throw await refusal(answer);
}

async function refusal(answer: Response): Promise<Refused | Unreachable> {
  let told: { error?: string; message?: string; remedy?: string; wait?: number };
  try {
    told = await answer.json();
  } catch {
    return new Unreachable(`The server answered ${answer.status}.`);
  }
  const refused = new Refused(
    answer.status,
    told.error ?? "Refused",
    told.message ?? `The server answered ${answer.status}.`,
    told.remedy ?? "",
    told.wait ?? null,
  );
  if (answer.status === 401 || answer.status === 423) listeners.forEach((tell) => tell(refused));
  return refused;
}
