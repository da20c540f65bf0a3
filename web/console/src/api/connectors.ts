/** Calls of the connectors: mailboxes, mails that were set aside, webhooks and their log. */
import { get, post, remove } from './client.ts';
import type { Mail, Mailbox, MailboxTest, OutgoingMail, Page, SavedWebhook, Webhook, WebhookDelivery, WebhookDeliveryDetail } from './types.ts';

export const mailboxes = {
  list: () => get<Page<Mailbox>>('/mailboxes'),
  save: (mailbox: Mailbox) => post<Mailbox>('/mailboxes', mailbox),
  remove: (id: string) => remove(`/mailboxes/${encodeURIComponent(id)}`),
  test: (id: string) => post<MailboxTest>(`/mailboxes/${encodeURIComponent(id)}/tests`, {}),
};
export const mails = {
  list: (query: { state?: string; kind?: string }, after?: string) => get<Page<Mail>>('/mails', { ...query, after, limit: 50 }),
  replay: (id: string, asMessage: boolean) => post<Mail>(`/mails/${id}/replays`, { asMessage }),
  rawAddress: (id: string) => `/api/v1/mails/${id}/raw`,
  outgoing: (state: string, after?: string) => get<Page<OutgoingMail>>('/outgoing-mails', { state, after, limit: 50 }),
  resend: (id: string) => post<OutgoingMail>(`/outgoing-mails/${id}/resends`, {}),
};
export const webhooks = {
  list: () => get<Page<Webhook>>('/webhooks'),
  kinds: () => get<Page<string>>('/webhook-event-types'),
  save: (webhook: Webhook & { active: boolean }) => post<SavedWebhook>('/webhooks', webhook),
  remove: (id: string) => remove(`/webhooks/${encodeURIComponent(id)}`),
  changeSecret: (id: string) => post<SavedWebhook>(`/webhooks/${encodeURIComponent(id)}/secrets`, {}),
  ping: (id: string) => post<WebhookDeliveryDetail>(`/webhooks/${encodeURIComponent(id)}/pings`, {}),
  deliveries: (id: string, state: string | undefined, after?: string) => get<Page<WebhookDelivery>>(`/webhooks/${encodeURIComponent(id)}/deliveries`, { state, after, limit: 50 }),
  delivery: (id: string) => get<WebhookDeliveryDetail>(`/webhook-deliveries/${id}`),
  redeliver: (id: string) => post<WebhookDelivery>(`/webhook-deliveries/${id}/redeliveries`, {}),
};
