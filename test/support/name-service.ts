import dns from "node:dns";

/** Answers for names that only a test knows. */
export interface NameService {
  /** What a name stands for from now on: its addresses, or the code of the failure. */
  answer(name: string, answer: readonly string[] | "ENOTFOUND" | "EAI_AGAIN"): void;
}

type Callback = (error: NodeJS.ErrnoException | null, addresses?: readonly dns.LookupAddress[]) => void;

/** Puts itself before this process's name service while a describe block runs. */
export function useNameService(): NameService {
  const answers = new Map<string, readonly string[] | string>();
  const { lookup } = dns;
  // As net.connect calls it: for all addresses.
  const answering = (name: string, options: dns.LookupAllOptions, callback: Callback): void => {
    const answer = answers.get(name);
    if (answer === undefined) lookup(name, options, callback as never);
    else process.nextTick(() => reply(answer, callback));
  };
  before(() => {
    Object.assign(dns, { lookup: answering });
  });
  after(() => {
    Object.assign(dns, { lookup });
  });
  afterEach(() => answers.clear());
  return { answer: (name, answer) => void answers.set(name, answer) };
}

function reply(answer: readonly string[] | string, callback: Callback): void {
  if (typeof answer === "string") return callback(Object.assign(new Error(`getaddrinfo ${answer}`), { code: answer }));
  const addresses = answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  callback(null, addresses);
}
