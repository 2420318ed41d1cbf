/** A topic in one line. Where room is short its beginning gives way, since the last level tells it from others. */
export function topicSpan(topic: string): JQuery {
  const start = topic.lastIndexOf("/") + 1;
  const beginning = $('<bdi class="m2m-topic-beginning">').text(topic.slice(0, start));
  const end = $('<bdi class="m2m-topic-end">').text(topic.slice(start));
  return $('<span class="m2m-topic-name">').append(beginning, end);
}

/** A value, or what stands in its place. */
export function valueSpan(text: string): JQuery {
  return $('<bdi class="m2m-topic-value">').text(text);
}
