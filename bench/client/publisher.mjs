const MOST_INCOMPLETE = 100;
const REFILL_AT = 50;

/** Sends messages through the source node as fast as the node behind it is done with them. */
export class Publisher {
  #source;
  #messages;
  #incomplete = 0;
  #unsent = 0;

  constructor(source, { topics, payload }) {
    this.#source = source;
    this.#messages = topics.map((topic) => ({ topic, payload }));
  }

  /** At most 100 messages are incomplete, so that no queue grows without bound. */
  flood(count) {
    this.#unsent = count;
    this.#fill();
  }

  /** To be called for each done(). */
  complete() {
    this.#incomplete -= 1;
    if (this.#incomplete === REFILL_AT) setImmediate(() => this.#fill());
  }

  #fill() {
    while (this.#unsent > 0 && this.#incomplete < MOST_INCOMPLETE) {
      this.#unsent -= 1;
      this.#incomplete += 1;
      this.#source.send({ ...this.#messages[this.#unsent % this.#messages.length] });
    }
  }
}
